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

/// <summary>
/// Figures of one run; rates per second, memory in MiB. Consumption is of one partition that is written window by window, because the mock
/// keeps only the newest 5 MB of a partition; the backlog rates are of a million records written before, which the mock can only hold
/// spread over many partitions.
/// </summary>
public sealed record BrokerBenchResult(
    double ProducePerSecond,
    double ConsumePerSecond,
    double MockProducePerSecond,
    double MockConsumePerSecond,
    double TransactionsPerSecond,
    double EndToEndP99Ms,
    double ResidentMb)
{
    /// <summary>Records per second of a log that was written before, from one partition.</summary>
    public double BacklogConsumePerSecond { get; init; }

    /// <summary>The same from the mock, from as many partitions as it takes to keep the records.</summary>
    public double MockBacklogConsumePerSecond { get; init; }

    /// <summary>Records per second through a bare socket: the broker without a client library as its limit.</summary>
    public double RawProducePerSecond { get; init; }

    /// <inheritdoc cref="RawProducePerSecond"/>
    public double RawConsumePerSecond { get; init; }

    /// <inheritdoc cref="RawProducePerSecond"/>
    public double MockRawProducePerSecond { get; init; }

    /// <summary>Records per second through a bare socket from what the mock keeps of one partition, read again and again.</summary>
    public double MockRawConsumePerSecond { get; init; }

    /// <summary>Resident memory of the broker right after the throughput rounds, in MiB.</summary>
    public double ResidentAfterLoadMb { get; init; }

    /// <summary>Milliseconds from the start of the broker process on the large log to its first answer.</summary>
    public double ReopenMs { get; init; }

    public double EndToEndP50Ms { get; init; }

    /// <summary>Records per second through one partition, producer and consumer at the same time, every record read.</summary>
    public double ThroughPerSecond { get; init; }

    /// <summary>The same with the producer held back to 20,000 records in front of the consumer, as the mock needs it.</summary>
    public double ThroughHeldBackPerSecond { get; init; }

    /// <summary>The mock keeps 5 MB of a partition: its producer is held back to 20,000 records in front of the consumer.</summary>
    public double MockThroughPerSecond { get; init; }

    /// <summary>CPU seconds of the client's process while it produces a million records to the broker, which is a process of its own.</summary>
    public double ProduceClientCpuSecondsPerMillion { get; init; }

    /// <summary>CPU seconds of the broker's process meanwhile: all that a faster broker could give back.</summary>
    public double ProduceBrokerCpuSecondsPerMillion { get; init; }

    /// <summary>CPU seconds of the client and the mock together, which share a process.</summary>
    public double MockProduceCpuSecondsPerMillion { get; init; }
}
