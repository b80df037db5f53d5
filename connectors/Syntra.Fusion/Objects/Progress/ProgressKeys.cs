using System.Globalization;
using Confluent.Kafka;
using Syntra.Contracts;

namespace Syntra.Fusion.Objects.Progress;

/// <summary>Keys of the object delivery topic.</summary>
internal static class ProgressKeys
{
    public const string Owner = "owner";
    private const string Positions = "position/";
    private const string Objects = "object/";
    private const string Batches = "bulk/";

    public static string Position(TopicPartition partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{Positions}{partition.Topic}/{partition.Partition.Value}");

    public static string Object(ObjectKind kind, string key) => $"{Objects}{kind}/{key}";

    public static string Bulk(ObjectKind kind) => $"{Batches}{kind}";

    public static ObjectKind? BulkOf(string key) =>
        key.StartsWith(Batches, StringComparison.Ordinal) && Enum.TryParse<ObjectKind>(key.AsSpan(Batches.Length), out var kind) ? kind : null;

    public static TopicPartition? PartitionOf(string key)
    {
        var slash = key.LastIndexOf('/');
        return key.StartsWith(Positions, StringComparison.Ordinal) && slash > Positions.Length
            && int.TryParse(key.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            ? new TopicPartition(key[Positions.Length..slash], partition)
            : null;
    }

    public static (ObjectKind Kind, string Key)? ObjectOf(string key)
    {
        if (!key.StartsWith(Objects, StringComparison.Ordinal))
        {
            return null;
        }

        var slash = key.IndexOf('/', Objects.Length);
        return slash > 0 && Enum.TryParse<ObjectKind>(key.AsSpan(Objects.Length, slash - Objects.Length), out var kind) ? (kind, key[(slash + 1)..]) : null;
    }
}
