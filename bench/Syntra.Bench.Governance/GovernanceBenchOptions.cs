namespace Syntra.Bench.Governance;

/// <summary>Lengths of a run.</summary>
public sealed record GovernanceBenchOptions
{
    /// <summary>Rounds whose median counts.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Time of one round of events.</summary>
    public TimeSpan RoundTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time before the first round in which the just-in-time compiler settles.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Audit entries written and verified in a round.</summary>
    public int AuditEntries { get; init; } = 400_000;

    /// <summary>Folder for the audit chain; removed afterwards. Default: a new one under the temporary folder.</summary>
    public string? Folder { get; init; }

    /// <summary>Seed of the data.</summary>
    public int Seed { get; init; } = 20260331;
}
