using System.Globalization;

namespace Syntra.Fusion.Delivery.Log;

/// <summary>Keys of the delivery topic. Content and state have keys of their own, so that content is written once.</summary>
internal static class DeliveryKeys
{
    private const string PositionPrefix = "position/";

    /// <summary>Who delivers: tells an instance that was replaced from one whose transaction the broker timed out.</summary>
    public const string Owner = "owner";

    public static string Batch(string batchId) => "batch/" + batchId;

    public static string State(string batchId) => "state/" + batchId;

    public static string Position(int partition) => PositionPrefix + partition.ToString(CultureInfo.InvariantCulture);

    public static int? PartitionOf(string key) =>
        key.StartsWith(PositionPrefix, StringComparison.Ordinal) && int.TryParse(key.AsSpan(PositionPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            ? partition
            : null;
}
