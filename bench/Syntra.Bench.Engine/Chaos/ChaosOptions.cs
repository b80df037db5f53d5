namespace Syntra.Bench.Engine.Chaos;

/// <summary>A run of the chaos test.</summary>
public sealed record ChaosOptions
{
    /// <summary>Rounds: in each, records come in and one instance is killed, restarted, stopped or joined.</summary>
    public int Rounds { get; init; } = 50;

    /// <summary>The same seed makes the same choices; what they hit depends on timing.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Events per round.</summary>
    public int EventsPerRound { get; init; } = 2_000;

    /// <summary>A broker to run against; null starts an embedded one in a child process.</summary>
    public string? BootstrapServers { get; init; }

    /// <summary>Keep stores in SQLite files instead of memory.</summary>
    public bool Sqlite { get; init; }

    /// <summary>How long the output may take to become complete after the last round.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Told what happens; null for silence.</summary>
    public Action<string>? Progress { get; init; }
}

/// <summary>What a run of the chaos test found.</summary>
/// <param name="Events">Events sent in.</param>
/// <param name="Expected">Output records expected.</param>
/// <param name="Found">Output records found, committed.</param>
/// <param name="Kills">Instances killed with SIGKILL.</param>
/// <param name="Stops">Instances stopped in an orderly way.</param>
/// <param name="Starts">Instances started.</param>
/// <param name="Differences">What differs per key, at most ten lines; empty when the output is exact and in order.</param>
public sealed record ChaosReport(int Events, int Expected, int Found, int Kills, int Stops, int Starts, IReadOnlyList<string> Differences)
{
    /// <summary>True when the committed output is the expected one, exactly, in order per key.</summary>
    public bool Exact => Differences.Count == 0;
}
