namespace Syntra.Streams.Processors;

/// <summary>What a processor can do beside reading its record. Only valid on the thread that calls the processor.</summary>
/// <typeparam name="TKey">Key type of forwarded records.</typeparam>
/// <typeparam name="TValue">Value type of forwarded records.</typeparam>
public interface IProcessorContext<TKey, TValue>
{
    /// <summary>The application id of the configuration.</summary>
    string ApplicationId { get; }

    /// <summary>The task: sub-topology and partition.</summary>
    TaskId TaskId { get; }

    /// <summary>Where the record being processed came from; null inside a punctuation.</summary>
    RecordMetadata? RecordMetadata { get; }

    /// <summary>The highest event time that this task has seen.</summary>
    DateTimeOffset CurrentStreamTime { get; }

    /// <summary>The wall clock, from the configured <see cref="TimeProvider"/>.</summary>
    DateTimeOffset CurrentSystemTime { get; }

    /// <summary>Sends a record to every child; they have run when this returns.</summary>
    void Forward(Record<TKey, TValue> record);

    /// <summary>Sends a record to the child named <paramref name="childName"/> only.</summary>
    void Forward(Record<TKey, TValue> record, string childName);

    /// <summary>Finds a store that was connected to this processor, or a global store.</summary>
    /// <exception cref="InvalidOperationException">The store is not connected, or is of another type.</exception>
    TStore GetStore<TStore>(string name) where TStore : class;

    /// <summary>
    /// Calls <paramref name="callback"/> every <paramref name="interval"/>: by event time as records come in, or by the wall clock.
    /// Missed intervals are not made up for.
    /// </summary>
    ICancellable Schedule(TimeSpan interval, PunctuationType type, Action<DateTimeOffset> callback);

    /// <summary>Asks for a commit at the next opportunity, instead of at the next commit interval.</summary>
    void RequestCommit();
}

/// <summary>Which clock drives a punctuation.</summary>
public enum PunctuationType
{
    /// <summary>Event time: advances only with records.</summary>
    StreamTime,

    /// <summary>The wall clock of the configured <see cref="TimeProvider"/>.</summary>
    WallClockTime,
}

/// <summary>A scheduled punctuation that can be called off.</summary>
public interface ICancellable
{
    /// <summary>Calls it off; calling again does nothing.</summary>
    void Cancel();
}

/// <summary>Where a record came from.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">The offset in that partition.</param>
public readonly record struct RecordMetadata(string Topic, int Partition, long Offset);

/// <summary>A task: one partition of one sub-topology.</summary>
/// <param name="SubTopology">The sub-topology's number.</param>
/// <param name="Partition">The partition.</param>
public readonly record struct TaskId(int SubTopology, int Partition) : IComparable<TaskId>
{
    /// <inheritdoc />
    public int CompareTo(TaskId other) => (SubTopology, Partition).CompareTo((other.SubTopology, other.Partition));

    /// <inheritdoc />
    public override string ToString() => $"{SubTopology}_{Partition}";

    /// <summary>Orders tasks by sub-topology, then partition.</summary>
    public static bool operator <(TaskId left, TaskId right) => left.CompareTo(right) < 0;

    /// <summary>Orders tasks by sub-topology, then partition.</summary>
    public static bool operator >(TaskId left, TaskId right) => left.CompareTo(right) > 0;

    /// <summary>Orders tasks by sub-topology, then partition.</summary>
    public static bool operator <=(TaskId left, TaskId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders tasks by sub-topology, then partition.</summary>
    public static bool operator >=(TaskId left, TaskId right) => left.CompareTo(right) >= 0;
}
