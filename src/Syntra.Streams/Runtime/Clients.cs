using Syntra.Streams.Standbys;

namespace Syntra.Streams.Runtime;

/// <summary>Makes the engine's clients: Confluent.Kafka's in production, fakes in benchmarks and tests.</summary>
internal interface IClients : IDisposable
{
    IStreamConsumer CreateConsumer(string clientId);

    /// <summary>A producer; transactional where an id is given.</summary>
    IStreamProducer CreateProducer(string clientId, string? transactionalId);

    /// <summary>A consumer that follows partitions by hand, for changelogs and global tables.</summary>
    IFollowerConsumer CreateFollower(string clientId);

    /// <summary>The high watermarks: one after the last record written, whether committed or not.</summary>
    IReadOnlyDictionary<PartitionId, long> EndOffsets(IReadOnlyCollection<PartitionId> partitions);

    /// <summary>The last stable offsets: everything below is committed or aborted for good.</summary>
    IReadOnlyDictionary<PartitionId, long> StableOffsets(IReadOnlyCollection<PartitionId> partitions);

    /// <summary>Lets the brokers delete what lies below the given offsets.</summary>
    void DeleteRecords(IReadOnlyDictionary<PartitionId, long> before);

    int PartitionCount(string topic);

    /// <summary>The members of the application's group and what they read.</summary>
    GroupView DescribeGroup();
}

/// <summary>The group consumer of one stream thread.</summary>
internal interface IStreamConsumer : IDisposable
{
    /// <summary>What the group coordinator checks before it takes offsets in a transaction.</summary>
    object GroupMetadata { get; }

    void Subscribe(IReadOnlyList<string> topics, IAssignmentListener listener);

    /// <summary>Waits up to <paramref name="timeoutMs"/> for a first record, then takes what is there, up to <paramref name="max"/>; returns how many.</summary>
    int Poll(int timeoutMs, int max, IRecordSink sink);

    void Pause(IReadOnlyCollection<PartitionId> partitions);

    void Resume(IReadOnlyCollection<PartitionId> partitions);

    /// <summary>Starts partitions of the assignment again at given offsets; null is the configured reset (earliest).</summary>
    void Reposition(IReadOnlyDictionary<PartitionId, long?> positions);

    /// <summary>Commits offsets outside any transaction, and waits.</summary>
    void Commit(IReadOnlyCollection<PartitionOffset> offsets);

    /// <summary>Gives up membership and asks for a new one.</summary>
    void Rejoin();

    /// <summary>Leaves the group (a static member does not) and closes.</summary>
    void Close();
}

/// <summary>Takes what a poll brings.</summary>
internal interface IRecordSink
{
    void Accept(string topic, int partition, in RawRecord record);

    /// <summary>The end of a partition was reached.</summary>
    void End(string topic, int partition, long offset);
}

/// <summary>Told about the assignment, from within a poll.</summary>
internal interface IAssignmentListener
{
    void Assigned(IReadOnlyCollection<PartitionId> partitions);

    /// <summary>Partitions are about to go: what was done can still be committed.</summary>
    void Revoked(IReadOnlyCollection<PartitionId> partitions);

    /// <summary>Partitions are gone already: nothing can be committed.</summary>
    void Lost(IReadOnlyCollection<PartitionId> partitions);
}

/// <summary>One producer. A record is handed over or refused when <see cref="Produce"/> returns.</summary>
internal interface IStreamProducer : IDisposable
{
    void InitTransactions();

    void BeginTransaction();

    void Produce(string topic, int partition, byte[]? key, byte[]? value, long timestamp, Headers? headers);

    /// <summary>Waits until every record handed over so far is acknowledged.</summary>
    void Flush();

    void SendOffsets(IReadOnlyCollection<PartitionOffset> offsets, object groupMetadata);

    void CommitTransaction();

    void AbortTransaction();
}

/// <summary>A consumer whose partitions are assigned by hand. Sees committed records only.</summary>
internal interface IFollowerConsumer : IDisposable
{
    /// <summary>Starts following at an offset; null is the beginning.</summary>
    void Follow(PartitionId partition, long? offset);

    void Unfollow(PartitionId partition);

    int Poll(int timeoutMs, int max, IRecordSink sink);

    /// <summary>The group's committed offsets, once no open transaction can change them; partitions without one are left out.</summary>
    IReadOnlyDictionary<PartitionId, long> Committed(IReadOnlyCollection<PartitionId> partitions);
}
