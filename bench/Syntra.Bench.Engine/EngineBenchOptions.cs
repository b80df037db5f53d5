namespace Syntra.Bench.Engine;

/// <summary>What the engine benchmark runs.</summary>
public sealed record EngineBenchOptions
{
    /// <summary>Records of the runs without a broker.</summary>
    public int Records { get; init; } = 1_000_000;

    /// <summary>Records of the runs through a broker.</summary>
    public int BrokerRecords { get; init; } = 2_000_000;

    /// <summary>A broker to run against; null starts an embedded one in a child process. Slow commits need the embedded one.</summary>
    public string? BootstrapServers { get; init; }

    /// <summary>Leaves out everything that needs a broker.</summary>
    public bool EngineOnly { get; init; }

    /// <summary>Leaves out everything but the bare loop and the engine through the broker.</summary>
    public bool EosOnly { get; init; }

    /// <summary>Leaves out everything but restores.</summary>
    public bool RestoreOnly { get; init; }

    /// <summary>Told what is being measured; null for silence.</summary>
    public Action<string>? Progress { get; init; }
}

/// <summary>The figures of one run. Rates are records per second of one stream thread; null where it was not measured.</summary>
public sealed record EngineBenchResult
{
    /// <summary>The bare loop over the same fake clients: deserialise, map, serialise.</summary>
    public double BareLoopPerSecond { get; init; }

    /// <summary>Engine over fake clients: source, mapValues, sink.</summary>
    public double MapPerSecond { get; init; }

    /// <summary>Engine over fake clients: groupByKey, aggregate in memory, changelog.</summary>
    public double AggregatePerSecond { get; init; }

    /// <summary>Bytes allocated per record of the map run, the fake consumer's arrays included.</summary>
    public double BytesPerRecord { get; init; }

    /// <summary>Bytes allocated per record of the aggregate run.</summary>
    public double AggregateBytesPerRecord { get; init; }

    /// <summary>CPU seconds per million records of the bare transactional Confluent.Kafka loop.</summary>
    public double? RawCpuSecondsPerMillion { get; init; }

    /// <summary>CPU seconds per million records of the engine on the same input.</summary>
    public double? EngineCpuSecondsPerMillion { get; init; }

    /// <summary>The bare transactional loop: one transaction per 100 ms, the commit blocks.</summary>
    public double? RawEosPerSecond { get; init; }

    /// <summary>The engine, exactly-once, commit interval 100 ms.</summary>
    public double? EngineEosPerSecond { get; init; }

    /// <summary>The engine, exactly-once: groupByKey, aggregate in memory, changelog through the broker.</summary>
    public double? EngineEosAggregatePerSecond { get; init; }

    /// <summary>CPU seconds per million records of that.</summary>
    public double? EngineEosAggregateCpuSecondsPerMillion { get; init; }

    /// <summary>The engine with every EndTxn delayed by 250 ms at the broker.</summary>
    public double? EngineEosSlowCommitPerSecond { get; init; }

    /// <summary>The bare loop with the same delay.</summary>
    public double? RawEosSlowCommitPerSecond { get; init; }

    /// <summary>At 40 records/s: median time, in milliseconds, that the engine adds until a read_committed reader has the record, its commit included.</summary>
    public double? AddedLatencyP50Milliseconds { get; init; }

    /// <summary>The same at the 99th percentile.</summary>
    public double? AddedLatencyP99Milliseconds { get; init; }

    /// <summary>The median added at-least-once, where output leaves without waiting for a commit.</summary>
    public double? AddedLatencyAtLeastOnceP50Milliseconds { get; init; }

    /// <summary>The same at the 99th percentile.</summary>
    public double? AddedLatencyAtLeastOnceP99Milliseconds { get; init; }

    /// <summary>Changelog records restored into memory.</summary>
    public double? RestorePerSecond { get; init; }

    /// <summary>Changelog records restored into SQLite.</summary>
    public double? RestoreSqlitePerSecond { get; init; }
}
