using System.Runtime.CompilerServices;
using Syntra.Streams.Processors;
using Syntra.Streams.Serialization;

namespace Syntra.Streams.Runtime;

/// <summary>What the nodes of one task share: the record in hand, the clocks, the collector. Used by the task's thread only.</summary>
internal sealed class TaskContext(string applicationId, TaskId taskId, IRecordCollector collector, TimeProvider time)
{
    private object? _keyObject;
    private object? _keySerde;
    private byte[]? _keyBytes;

    public string ApplicationId => applicationId;

    public TaskId TaskId => taskId;

    public IRecordCollector Collector => collector;

    public TimeProvider Time => time;

    public SerdeWriter Writer { get; } = new();

    public PunctuationQueue Punctuations { get; } = new();

    public long StreamTime { get; set; } = -1;

    /// <summary>Timestamp of the record in hand, or of the punctuation that runs.</summary>
    public long Timestamp { get; set; }

    public string? Topic { get; set; }

    public int Partition { get; set; }

    public long Offset { get; set; }

    public bool CommitRequested { get; set; }

    /// <summary>The node where the exception in flight was thrown; set by the innermost forward.</summary>
    public string? FailedNode { get; private set; }

    private Exception? Failure { get; set; }

    /// <summary>An exception filter that never catches: the innermost call notes its node.</summary>
    public bool Note(Exception exception, string node)
    {
        if (!ReferenceEquals(Failure, exception))
        {
            (Failure, FailedNode) = (exception, node);
        }

        return false;
    }

    /// <summary>Remembers the bytes of the key in hand, so that an unchanged key is never serialised again.</summary>
    public void RememberKey(object? key, object serde, byte[]? bytes) => (_keyObject, _keySerde, _keyBytes) = (key, serde, bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte[] KeyBytes<TKey>(TKey key, ISerde<TKey> serde, string topic)
    {
        if (!typeof(TKey).IsValueType && ReferenceEquals(key, _keyObject) && ReferenceEquals(serde, _keySerde) && _keyBytes is not null)
        {
            return _keyBytes;
        }

        return Writer.ToBytesNotNull(serde, topic, key);
    }
}
