using System.Globalization;

namespace Syntra.Kafka.Embedded.Topics;

/// <summary>Type of a setting, by the numbers that DescribeConfigs uses.</summary>
internal enum SettingType
{
    Boolean = 1,
    Text = 2,
    Int = 3,
    Long = 5,
    Double = 6,
    List = 7,
}

/// <summary>One setting that topics have. <paramref name="Allowed"/> lists the words it may be; <paramref name="Minimum"/> bounds a number.</summary>
internal sealed record TopicSetting(string Name, SettingType Type, string Default, string[]? Allowed = null, long Minimum = long.MinValue);

/// <summary>
/// Kafka's topic settings with Kafka's defaults. Those that speak of replicas, remote storage, re-compression, index layout or flushing
/// (a setting of the whole broker here) are accepted and reported, and have no effect on a single node that keeps batches as they were sent.
/// </summary>
internal static class TopicSettingCatalog
{
    private const string NoLimit = "9223372036854775807";

    public static IReadOnlyDictionary<string, TopicSetting> All { get; } = new TopicSetting[]
    {
        new("cleanup.policy", SettingType.List, "delete", ["delete", "compact"]),
        new("compression.type", SettingType.Text, "producer", ["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"]),
        new("compression.gzip.level", SettingType.Int, "-1"),
        new("compression.lz4.level", SettingType.Int, "9"),
        new("compression.zstd.level", SettingType.Int, "3"),
        new("delete.retention.ms", SettingType.Long, "86400000", Minimum: 0),
        new("file.delete.delay.ms", SettingType.Long, "60000", Minimum: 0),
        new("flush.messages", SettingType.Long, NoLimit, Minimum: 1),
        new("flush.ms", SettingType.Long, NoLimit, Minimum: 0),
        new("follower.replication.throttled.replicas", SettingType.List, ""),
        new("index.interval.bytes", SettingType.Int, "4096", Minimum: 0),
        new("leader.replication.throttled.replicas", SettingType.List, ""),
        new("local.retention.bytes", SettingType.Long, "-2", Minimum: -2),
        new("local.retention.ms", SettingType.Long, "-2", Minimum: -2),
        new("max.compaction.lag.ms", SettingType.Long, NoLimit, Minimum: 1),
        new("max.message.bytes", SettingType.Int, "1048588", Minimum: 0),
        new("message.downconversion.enable", SettingType.Boolean, "true"),
        new("message.format.version", SettingType.Text, "3.0-IV1"),
        new("message.timestamp.after.max.ms", SettingType.Long, NoLimit, Minimum: 0),
        new("message.timestamp.before.max.ms", SettingType.Long, NoLimit, Minimum: 0),
        new("message.timestamp.difference.max.ms", SettingType.Long, NoLimit, Minimum: 0),
        new("message.timestamp.type", SettingType.Text, "CreateTime", ["CreateTime", "LogAppendTime"]),
        new("min.cleanable.dirty.ratio", SettingType.Double, "0.5"),
        new("min.compaction.lag.ms", SettingType.Long, "0", Minimum: 0),
        new("min.insync.replicas", SettingType.Int, "1", Minimum: 1),
        new("preallocate", SettingType.Boolean, "false"),
        new("remote.storage.enable", SettingType.Boolean, "false"),
        new("retention.bytes", SettingType.Long, "-1", Minimum: -1),
        new("retention.ms", SettingType.Long, "604800000", Minimum: -1),
        new("segment.bytes", SettingType.Int, "1073741824", Minimum: 14),
        new("segment.index.bytes", SettingType.Int, "10485760", Minimum: 4),
        new("segment.jitter.ms", SettingType.Long, "0", Minimum: 0),
        new("segment.ms", SettingType.Long, "604800000", Minimum: 1),
        new("unclean.leader.election.enable", SettingType.Boolean, "false"),
    }.ToDictionary(s => s.Name, StringComparer.Ordinal);

    public static string? Check(string name, string value)
    {
        if (!All.TryGetValue(name, out var setting))
        {
            return $"Unknown topic config name: {name}";
        }

        var good = setting.Type switch
        {
            SettingType.Boolean => value is "true" or "false",
            SettingType.Int => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i) && i >= setting.Minimum,
            SettingType.Long => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var l) && l >= setting.Minimum,
            SettingType.Double => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) && d is >= 0 and <= 1,
            SettingType.Text => setting.Allowed?.Contains(value, StringComparer.Ordinal) ?? true,
            _ => setting.Allowed is null || Words(value).All(setting.Allowed.Contains),
        };
        return good ? null : $"Invalid value {value} for configuration {name}";
    }

    private static string[] Words(string value) => value.Split(',', StringSplitOptions.TrimEntries);
}
