namespace Syntra.Cerner.SignedEvents;

/// <summary>
/// A signed event source: <c>GET {address}?after={cursor}&amp;limit={n}</c> by the contract in docs/signed-events. What sites call "BedRock event
/// subscriptions" has no public contract; this one is ours.
/// </summary>
public sealed record SignedEventsOptions
{
    /// <summary>Where the events are, for example <c>https://events.example/v1/events</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Secrets that answers may be signed with, 16 bytes and more each; two while one takes over from the other.</summary>
    public required IReadOnlyList<byte[]> Secrets { get; init; }

    /// <summary>How far the time of an answer may be off.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Events asked for at once, 1 to 500.</summary>
    public int Limit { get; init; } = 200;

    /// <summary>What is wrong, one sentence each with the cure; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        const int Least = 16;
        var errors = new List<string>();
        if (Secrets.Count is 0 or > 4 || Secrets.Any(s => s.Length < Least))
        {
            errors.Add($"Secrets must be one to four of at least {Least} bytes: agree on some with the sender.");
        }

        if (Limit is < 1 or > 500 || Tolerance <= TimeSpan.Zero)
        {
            errors.Add("Limit must be 1 to 500 and Tolerance above zero.");
        }

        return errors;
    }
}
