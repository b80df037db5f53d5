using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Where a batch went, or why it did not. <see cref="LogAppendTime"/> is -1 unless the topic stamps batches itself.</summary>
internal readonly record struct AppendResult(ErrorCode Error, long BaseOffset = -1, long LogAppendTime = -1, long LogStart = -1);

/// <summary>What a fetch found; the caller owns <see cref="Slice"/>.</summary>
internal sealed record FetchResult(ErrorCode Error, long HighWatermark, long LastStable, long LogStart)
{
    public LogSlice? Slice { get; init; }

    /// <summary>In place of <see cref="Slice"/>: messages in the older format that the client asked for.</summary>
    public byte[]? Converted { get; init; }

    public int Length => Converted?.Length ?? Slice?.Length ?? 0;

    public IReadOnlyList<AbortedTransaction> Aborted { get; init; } = [];
}

/// <summary>Answer to a look-up by time.</summary>
internal readonly record struct OffsetAtTime(long Offset, long Timestamp);
