using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro;
using Syntra.Contracts;

namespace Syntra.Cerner.Millennium;

/// <summary>Finds out from Kafka how far the source has come: its watermarks, then the raw records that the first scans will meet again.</summary>
internal sealed class SourceRecovery(
    MillenniumSourceOptions options,
    AvroSerializer<SourceWatermark> watermarkSerializer,
    ILogger log)
{
    private readonly TopicNames _topics = new(options.Tenant);

    internal SourceProgress Recover(CancellationToken ct)
    {
        using var reader = new TopicReader(options, log);
        var watermarks = ReadWatermarks(reader, ct);
        if (watermarks.Count == 0)
        {
            log.LogInformation("Millennium source starts from the beginning: no watermark yet");
            return SourceProgress.FromNothing();
        }

        var positions = watermarks.ToDictionary(w => w.Key, w => WatermarkCodec.ToPosition(w.Value));
        var written = ReadWritten(reader, positions.Values, ct);
        var rows = watermarks.Values.Max(w => w.RowsWritten);
        log.LogInformation("Millennium source goes on after {Rows} raw records, {Versions} of them within the overlap", rows, written.Count);
        return new SourceProgress(positions, rows, written, ReadWrittenRows(reader, positions.Values, ct));
    }

    private Dictionary<Keyset, SourceWatermark> ReadWatermarks(TopicReader reader, CancellationToken ct)
    {
        var watermarks = new Dictionary<Keyset, SourceWatermark>();
        var byStream = Keyset.Everything.ToDictionary(k => k.Stream, StringComparer.Ordinal);
        reader.ReadAll(_topics.SourceWatermark, Take, ct);
        return watermarks;

        void Take(ConsumeResult<string, byte[]> record)
        {
            if (record.Message.Key is { } key && record.Message.Value is { } value && byStream.TryGetValue(key, out var keyset))
            {
                watermarks[keyset] = watermarkSerializer.Deserialize(_topics.SourceWatermark, value);
            }
        }
    }

    // A record's timestamp is the latest UPDT_DT_TM of its rows, so no record that a scan could meet again lies before the first one
    // that is not older than the scan's start.
    private WrittenVersions ReadWritten(TopicReader reader, IEnumerable<KeysetPosition> positions, CancellationToken ct)
    {
        var since = Since(positions);
        var written = new WrittenVersions();
        reader.ReadSince(_topics.RawCharge, WatermarkCodec.Utc(since), Take, ct);
        return written;

        void Take(ConsumeResult<string, byte[]> record)
        {
            // Key, header and timestamp say it all: recovery opens no payload.
            var time = record.Message.Timestamp.UtcDateTime;
            if (record.Message.Key is { } token && time >= since && VersionOf(record.Message.Headers) is { } version)
            {
                // Which of the joined rows has this time is not known here, so it counts for all of them: kept rather too long.
                written.Add(token, version, time, time);
            }
        }
    }

    private WrittenVersions ReadWrittenRows(TopicReader reader, IEnumerable<KeysetPosition> positions, CancellationToken ct)
    {
        var since = Since(positions);
        var written = new WrittenVersions();
        foreach (var topic in RowFormats.Topics(_topics))
        {
            reader.ReadSince(topic, WatermarkCodec.Utc(since), Take, ct);
        }

        return written;

        void Take(ConsumeResult<string, byte[]> record)
        {
            var time = record.Message.Timestamp.UtcDateTime;
            if (time >= since && record.Message.Headers is { } headers && headers.TryGetLastBytes(HeaderNames.EventId, out var id) && VersionOf(headers) is { } version)
            {
                written.Add(Encoding.UTF8.GetString(id), version, time, time);
            }
        }
    }

    private DateTime Since(IEnumerable<KeysetPosition> positions) =>
        positions.Min(p => p.NextStart(p.PolledAt, options.Overlap).Time) - options.RecoveryMargin;

    private static long? VersionOf(Headers? headers) =>
        headers is not null && headers.TryGetLastBytes(HeaderNames.SourceVersion, out var bytes)
        && long.TryParse(Encoding.UTF8.GetString(bytes), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var version) ? version : null;
}
