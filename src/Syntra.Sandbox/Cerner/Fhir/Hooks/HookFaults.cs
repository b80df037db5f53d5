namespace Syntra.Sandbox.Cerner.Fhir.Hooks;

/// <summary>What goes wrong with notifications: parts of a thousand, drawn from a seeded random, so that a run can be repeated.</summary>
public sealed record HookFaults
{
    /// <summary>Of a thousand notifications, how many are never sent; the sender believes that they were.</summary>
    public int LosePerMille { get; init; }

    /// <summary>How many are sent twice.</summary>
    public int RepeatPerMille { get; init; }

    /// <summary>How many wait until later ones are through.</summary>
    public int ReorderPerMille { get; init; }

    /// <summary>Nothing is sent at all, heartbeats neither; events are numbered on.</summary>
    public bool Silent { get; init; }

    /// <summary>Seed of the draws.</summary>
    public int Seed { get; init; } = 1;
}
