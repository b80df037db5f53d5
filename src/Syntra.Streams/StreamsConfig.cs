using Syntra.Streams.Errors;

namespace Syntra.Streams;

/// <summary>What is promised about records when something fails.</summary>
public enum ProcessingGuarantee
{
    /// <summary>Nothing is lost; after a failure some records may be processed again.</summary>
    AtLeastOnce,

    /// <summary>Input offsets, state and output are committed together in one Kafka transaction (exactly-once v2; brokers 2.5 and later).</summary>
    ExactlyOnce,
}

/// <summary>How partitions are shared out between instances.</summary>
public enum PartitionAssignment
{
    /// <summary>Kafka's range assignor: partition n of every topic goes to the same instance, which joins and shared stores need.</summary>
    Range,

    /// <summary>Kafka's cooperative-sticky assignor: rebalances stop only what moves. Refused where a sub-topology reads more than one topic.</summary>
    CooperativeSticky,
}

/// <summary>The settings of a <c>StreamsApplication</c>.</summary>
public sealed record StreamsConfig
{
    /// <summary>The application's id: its consumer group, and the prefix of its internal topics and transactional ids.</summary>
    public required string ApplicationId { get; init; }

    /// <summary>The brokers, as host:port, comma-separated.</summary>
    public string BootstrapServers { get; init; } = "localhost:9092";

    /// <summary>The processing guarantee.</summary>
    public ProcessingGuarantee ProcessingGuarantee { get; init; } = ProcessingGuarantee.ExactlyOnce;

    /// <summary>How often work is committed. Null: 100 ms exactly-once, 30 s at-least-once.</summary>
    public TimeSpan? CommitInterval { get; init; }

    /// <summary>Stream threads in this process. Each has its own consumer and its own producers.</summary>
    public int NumStreamThreads { get; init; } = 1;

    /// <summary>Where stores on disk live. One process at a time; required for SQLite stores.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Copies of stores to keep warm on other instances; 0 for none.</summary>
    public int NumStandbyReplicas { get; init; }

    /// <summary>Static membership: a name for this instance that survives its restart, so that a short restart causes no rebalance.</summary>
    public string? GroupInstanceId { get; init; }

    /// <summary>How partitions are shared out.</summary>
    public PartitionAssignment PartitionAssignment { get; init; } = PartitionAssignment.Range;

    /// <summary>Replication factor of internal topics; -1 for the broker's default.</summary>
    public short ReplicationFactor { get; init; } = -1;

    /// <summary>Records that one poll takes at most.</summary>
    public int MaxPollRecords { get; init; } = 2_000;

    /// <summary>Records waiting in one partition's queue at which the partition is paused; it resumes at half of that.</summary>
    public int BufferedRecordsPerPartition { get; init; } = 4_000;

    /// <summary>
    /// How long a task with several inputs waits for one that is empty though not at its end, to keep event-time order between them. What is
    /// processed after it may miss rows of a join, so it is longer than a loaded machine stands still; zero waits for none. Default 30 s.
    /// </summary>
    public TimeSpan MaxTaskIdle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the broker keeps an open transaction of a process that died. Bounds how long a takeover waits.</summary>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a commit may take before the application gives up on it.</summary>
    public TimeSpan CommitTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The group's session timeout: how long a dead instance keeps its partitions.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Decides about records that cannot be deserialised. Null: dead-letter where a topic is configured, else fail.</summary>
    public IDeserializationExceptionHandler? DeserializationExceptionHandler { get; init; }

    /// <summary>Decides about records on which a processor threw. Null: fail.</summary>
    public IProcessingExceptionHandler? ProcessingExceptionHandler { get; init; }

    /// <summary>Decides about output that is refused for good. Null: fail.</summary>
    public IProductionExceptionHandler? ProductionExceptionHandler { get; init; }

    /// <summary>The dead-letter topic, which must exist; null for none.</summary>
    public string? DeadLetterTopic { get; init; }

    /// <summary>Makes dead-letter records. Null: JSON without payload.</summary>
    public IDeadLetterEncoder? DeadLetterEncoder { get; init; }

    /// <summary>How often records of repartition topics that were read and committed are deleted at the brokers; zero for never.</summary>
    public TimeSpan RepartitionPurgeInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>librdkafka settings over the engine's for consumers, for example security settings.</summary>
    public IReadOnlyDictionary<string, string> ConsumerOverrides { get; init; } = Empty;

    /// <summary>librdkafka settings over the engine's for producers.</summary>
    public IReadOnlyDictionary<string, string> ProducerOverrides { get; init; } = Empty;

    /// <summary>librdkafka settings for every client: security, broker address family and the like.</summary>
    public IReadOnlyDictionary<string, string> ClientOverrides { get; init; } = Empty;

    internal bool ExactlyOnce => ProcessingGuarantee == ProcessingGuarantee.ExactlyOnce;

    internal TimeSpan EffectiveCommitInterval =>
        CommitInterval ?? (ExactlyOnce ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(30));

    /// <summary>Refuses values that cannot work, naming them.</summary>
    internal void Validate()
    {
        Naming.Check(ApplicationId);
        ArgumentException.ThrowIfNullOrEmpty(BootstrapServers);
        ArgumentOutOfRangeException.ThrowIfLessThan(NumStreamThreads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPollRecords, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BufferedRecordsPerPartition, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(NumStandbyReplicas, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(EffectiveCommitInterval, TimeSpan.Zero, nameof(CommitInterval));
        if (ExactlyOnce && EffectiveCommitInterval >= TransactionTimeout)
        {
            throw new ArgumentException($"TransactionTimeout ({TransactionTimeout}) must be longer than CommitInterval ({EffectiveCommitInterval}): a transaction stays open that long.");
        }
    }

    private static IReadOnlyDictionary<string, string> Empty { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
