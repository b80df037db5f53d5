namespace Syntra.Bench.Engine.Soak;

/// <summary>A long run at full load.</summary>
public sealed record SoakOptions
{
    /// <summary>How long it runs.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Time during which memory may grow: stores fill, code is compiled, client buffers reach their size. A quarter of a shorter run.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Records that the feeder keeps waiting in the input topic, so that the engine is never idle.</summary>
    public int Backlog { get; init; } = 1_000_000;

    /// <summary>A broker to run against; null starts an embedded one in a child process.</summary>
    public string? BootstrapServers { get; init; }

    /// <summary>Told what happens; null for silence.</summary>
    public Action<string>? Progress { get; init; }
}

/// <summary>What a long run found. Megabytes are 1,000,000 bytes of the engine's process alone; feeder and broker have their own.</summary>
/// <param name="Minutes">How long it ran.</param>
/// <param name="RecordsPerSecond">Records processed per second over the whole run, warm-up included.</param>
/// <param name="ResidentMbAfterWarmUp">Median of the samples in the first minute after the warm-up.</param>
/// <param name="ResidentMbAtEnd">Median of the samples in the last minute.</param>
/// <param name="ResidentMbPeak">The largest sample of the whole run.</param>
/// <param name="GrowthPercent">From after the warm-up to the end.</param>
/// <param name="InputRanDryPercent">Samples at which the engine had worked off nearly everything sent: the feeder held it back, and the load was not full.</param>
public sealed record SoakReport(
    double Minutes, double RecordsPerSecond, double ResidentMbAfterWarmUp, double ResidentMbAtEnd, double ResidentMbPeak, double GrowthPercent, double InputRanDryPercent);
