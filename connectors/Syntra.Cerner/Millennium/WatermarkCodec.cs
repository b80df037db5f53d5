using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Cerner.Millennium;

/// <summary>A keyset's position as the record that is kept in Kafka, and back.</summary>
internal static class WatermarkCodec
{
    internal static SourceWatermark ToWatermark(Keyset keyset, KeysetPosition position, long rowsWritten) => new()
    {
        Stream = keyset.Stream,
        UpdatedAt = Utc(position.UpdatedAt),
        RowId = ToLong(position.RowId),
        PolledAt = Utc(position.PolledAt),
        RowsWritten = rowsWritten,
    };

    internal static KeysetPosition ToPosition(SourceWatermark watermark) =>
        new(watermark.UpdatedAt.UtcDateTime, watermark.RowId.Reveal(PhiAccess.SourceProgress), watermark.PolledAt.UtcDateTime);

    internal static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    // An id that no long holds becomes one that is not above it: after a restart that row is scanned, and recognised, once more.
    private static long ToLong(object rowId) => rowId switch
    {
        long id => id,
        int id => id,
        decimal id when id is >= long.MinValue and <= long.MaxValue => (long)decimal.Floor(id),
        double id when id is >= long.MinValue and < long.MaxValue => (long)Math.Floor(id),
        double id when id > 0 => long.MaxValue,
        _ when long.TryParse(ExactText.Of(rowId), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) => id,
        _ => long.MinValue,
    };
}
