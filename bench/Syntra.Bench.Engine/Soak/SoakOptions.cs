namespace Syntra.Bench.Engine.Soak;

/// <summary>A long run at full load.</summary>
public sealed record SoakOptions
{
    /// <summary>How long it runs.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Time during which memory may grow: stores fill, code is compiled, client buffers reach their size. A quarter of a shorter run.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Records that the feeder keeps waiting in the input topic, so that the engine is never idle.</summary>
    public int Backlog { get; init; } = 1_000_000;

    /// <summary>A broker to run against; null starts an embedded one in a child process.</summary>
    public string? BootstrapServers { get; init; }

    /// <summary>Told what happens; null for silence.</summary>
    public Action<string>? Progress { get; init; }
}

/// <summary>What a long run found. Megabytes are 1,000,000 bytes of the engine's process alone; feeder and broker have their own.</summary>
public sealed record SoakReport
{
    private const double Allowed = 3;

    /// <summary>How long it ran.</summary>
    public required double Minutes { get; init; }

    /// <summary>Records processed per second over the whole run, warm-up included.</summary>
    public required double RecordsPerSecond { get; init; }

    /// <summary>Median of the samples in the first minute after the warm-up.</summary>
    public required double ResidentMbAfterWarmUp { get; init; }

    /// <summary>Median of the samples in the last minute.</summary>
    public required double ResidentMbAtEnd { get; init; }

    /// <summary>The largest sample of the whole run.</summary>
    public required double ResidentMbPeak { get; init; }

    /// <summary>From after the warm-up to the end.</summary>
    public required double GrowthPercent { get; init; }

    /// <summary>Slope of a straight line through the medians of half minutes, from the warm-up on.</summary>
    public required double MbPerHour { get; init; }

    /// <summary>The slope's standard error; null where the run was too short for one.</summary>
    public required double? MbPerHourError { get; init; }

    /// <summary>Managed objects that the last full collection left.</summary>
    public required SoakChange ManagedLiveMb { get; init; }

    /// <summary>What the managed heap has taken from the system; it follows the rate.</summary>
    public required SoakChange ManagedHeapMb { get; init; }

    /// <summary>In use in the C allocator: librdkafka's queues and buffers.</summary>
    public required SoakChange NativeMb { get; init; }

    /// <summary>Samples at which the engine had worked off nearly everything sent: the feeder held it back, and the load was not full.</summary>
    public required double InputRanDryPercent { get; init; }

    /// <summary>True unless the end lies more than 3 % above the start and the slope more than two standard errors above zero.</summary>
    public bool Steady => GrowthPercent <= Allowed || MbPerHourError is not { } error || MbPerHour <= 2 * error;
}

/// <summary>Averages over the first minute after the warm-up and over the last minute.</summary>
/// <param name="AfterWarmUp">The first.</param>
/// <param name="AtEnd">The last.</param>
public sealed record SoakChange(double AfterWarmUp, double AtEnd);
