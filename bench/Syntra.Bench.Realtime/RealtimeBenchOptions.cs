namespace Syntra.Bench.Realtime;

/// <summary>What is measured.</summary>
internal sealed record RealtimeBenchOptions
{
    /// <summary>Events per second, sent at their times whether earlier ones are answered or not.</summary>
    internal int Rate { get; init; } = 500;

    /// <summary>For how long.</summary>
    internal int Seconds { get; init; } = 120;

    /// <summary>Seconds that Fusion is down for, from a quarter of the way; 0 for none.</summary>
    internal int Outage { get; init; }

    /// <summary>Seconds that events go on coming for after an outage, so that those that are new while the backlog drains are seen.</summary>
    internal int AfterOutage { get; init; } = 60;

    /// <summary>How often the runtime is killed at random moments.</summary>
    internal int Kills { get; init; }

    /// <summary>What the events and the moments are drawn from.</summary>
    internal int Seed { get; init; } = 1;

    /// <summary>Told the runtime's state folder once it runs.</summary>
    internal Action<string> Started { get; init; } = static _ => { };

    /// <summary>Told what happens.</summary>
    internal Action<string> Say { get; init; } = static _ => { };
}
