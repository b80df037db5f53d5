namespace Syntra.Kafka.Embedded.Storage;

/// <summary>The settings of a topic that its logs act on. Times in milliseconds, sizes in bytes, -1 = no limit.</summary>
internal sealed record LogConfig
{
    public bool Compact { get; init; }

    public bool Delete { get; init; } = true;

    public long RetentionMs { get; init; } = 7L * 24 * 3600 * 1000;

    public long RetentionBytes { get; init; } = -1;

    public int SegmentBytes { get; init; } = 1024 * 1024 * 1024;

    public long SegmentMs { get; init; } = 7L * 24 * 3600 * 1000;

    public int MaxMessageBytes { get; init; } = 1024 * 1024 + 12;

    public bool LogAppendTime { get; init; }

    /// <summary>How far a record's own timestamp may lie before or after the broker's clock.</summary>
    public long TimestampBeforeMaxMs { get; init; } = long.MaxValue;

    public long TimestampAfterMaxMs { get; init; } = long.MaxValue;

    public long DeleteRetentionMs { get; init; } = 24L * 3600 * 1000;

    public double MinCleanableDirtyRatio { get; init; } = 0.5;

    public long MinCompactionLagMs { get; init; }

    public long MaxCompactionLagMs { get; init; } = long.MaxValue;
}
