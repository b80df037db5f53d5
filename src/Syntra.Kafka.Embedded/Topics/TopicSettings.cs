using System.Globalization;
using Syntra.Kafka.Embedded.Storage;

namespace Syntra.Kafka.Embedded.Topics;

/// <summary>The configuration that a topic's owner has set, over Kafka's defaults. Unknown names and impossible values are refused.</summary>
internal sealed record TopicSettings(IReadOnlyDictionary<string, string> Overrides)
{
    public static TopicSettings Default { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    public string Value(string name) => Overrides.GetValueOrDefault(name) ?? TopicSettingCatalog.All[name].Default;

    /// <summary>The first thing wrong with the overrides, in words; null where all is well.</summary>
    public string? FirstError() => Overrides.Select(o => TopicSettingCatalog.Check(o.Key, o.Value)).FirstOrDefault(e => e is not null);

    public LogConfig ToLogConfig() => new()
    {
        Compact = Policies.Contains("compact"),
        Delete = Policies.Contains("delete"),
        RetentionMs = Number("retention.ms"),
        RetentionBytes = Number("retention.bytes"),
        SegmentBytes = (int)Number("segment.bytes"),
        SegmentMs = Number("segment.ms"),
        MaxMessageBytes = (int)Number("max.message.bytes"),
        LogAppendTime = string.Equals(Value("message.timestamp.type"), "LogAppendTime", StringComparison.Ordinal),
        TimestampBeforeMaxMs = Number("message.timestamp.before.max.ms"),
        TimestampAfterMaxMs = Number("message.timestamp.after.max.ms"),
        DeleteRetentionMs = Number("delete.retention.ms"),
        MinCleanableDirtyRatio = double.Parse(Value("min.cleanable.dirty.ratio"), CultureInfo.InvariantCulture),
        MinCompactionLagMs = Number("min.compaction.lag.ms"),
        MaxCompactionLagMs = Number("max.compaction.lag.ms"),
    };

    private string[] Policies => Value("cleanup.policy").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private long Number(string name) => long.Parse(Value(name), CultureInfo.InvariantCulture);
}
