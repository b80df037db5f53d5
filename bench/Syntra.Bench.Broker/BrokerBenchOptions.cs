namespace Syntra.Bench.Broker;

/// <summary>What the broker benchmark measures with.</summary>
public sealed record BrokerBenchOptions
{
    /// <summary>Records produced and consumed, in one partition.</summary>
    public int Records { get; init; } = 1_000_000;

    /// <summary>Value size in bytes.</summary>
    public int RecordBytes { get; init; } = 200;

    /// <summary>Transactions of <see cref="TransactionPartitions"/> records, one a partition, each committed before the next.</summary>
    public int Transactions { get; init; } = 1000;

    public int TransactionPartitions { get; init; } = 4;

    /// <summary>Records sent at 1,000 a second to measure latency.</summary>
    public int LatencyRecords { get; init; } = 5000;

    /// <summary>Log size in bytes at which the broker's resident memory is read; 0 leaves it at what the other steps wrote.</summary>
    public long ResidentLogBytes { get; init; } = 5L * 1024 * 1024 * 1024;

    /// <summary>Times that produce and consume are repeated; the median counts, for ours and for the mock alike.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Folder for the broker's data; a temporary one where null. Deleted afterwards.</summary>
    public string? Directory { get; init; }

    /// <summary>Told what is going on, one line each.</summary>
    public Action<string>? Progress { get; init; }
}

/// <summary>Figures of one run; rates per second, memory in MiB.</summary>
public sealed record BrokerBenchResult(
    double ProducePerSecond,
    double ConsumePerSecond,
    double MockProducePerSecond,
    double MockConsumePerSecond,
    double TransactionsPerSecond,
    double EndToEndP99Ms,
    double ResidentMb)
{
    /// <summary>Records per second through a bare socket: the broker without a client library as its limit.</summary>
    public double RawProducePerSecond { get; init; }

    /// <inheritdoc cref="RawProducePerSecond"/>
    public double RawConsumePerSecond { get; init; }

    /// <summary>Resident memory of the broker right after the throughput rounds, in MiB.</summary>
    public double ResidentAfterLoadMb { get; init; }

    /// <summary>Milliseconds from the start of the broker process on the large log to its first answer.</summary>
    public double ReopenMs { get; init; }

    public double EndToEndP50Ms { get; init; }
}
