using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Syntra.Avro;
using Syntra.Contracts;

namespace Syntra.Cerner.Millennium;

/// <summary>The source's history as its topics hold it, committed records only. Key, headers and timestamp say it all: no payload is opened.</summary>
internal sealed class KafkaSourceHistory(TopicReader reader, TopicNames topics, AvroSerializer<SourceWatermark> watermarkSerializer) : ISourceHistory
{
    public IReadOnlyCollection<SourceWatermark> Watermarks(CancellationToken ct)
    {
        var watermarks = new Dictionary<string, SourceWatermark>(StringComparer.Ordinal);
        reader.ReadAll(topics.SourceWatermark, Take, ct);
        return watermarks.Values;

        void Take(ConsumeResult<string, byte[]> record)
        {
            if (record.Message.Key is { } key && record.Message.Value is { } value)
            {
                watermarks[key] = watermarkSerializer.Deserialize(topics.SourceWatermark, value);
            }
        }
    }

    public void Charges(DateTime since, Action<WrittenRecord> each, CancellationToken ct)
    {
        reader.ReadSince(topics.RawCharge, WatermarkCodec.Utc(since), Take, ct);

        void Take(ConsumeResult<string, byte[]> record)
        {
            if (record.Message.Key is { } token && VersionOf(record.Message.Headers) is { } version)
            {
                each(new WrittenRecord(token, version, record.Message.Timestamp.UtcDateTime));
            }
        }
    }

    public void Rows(DateTime since, Action<WrittenRecord> each, CancellationToken ct)
    {
        foreach (var topic in RowFormats.Topics(topics))
        {
            reader.ReadSince(topic, WatermarkCodec.Utc(since), Take, ct);
        }

        void Take(ConsumeResult<string, byte[]> record)
        {
            if (record.Message.Headers is { } headers && headers.TryGetLastBytes(HeaderNames.EventId, out var id) && VersionOf(headers) is { } version)
            {
                each(new WrittenRecord(Encoding.UTF8.GetString(id), version, record.Message.Timestamp.UtcDateTime));
            }
        }
    }

    private static long? VersionOf(Headers? headers) =>
        headers is not null && headers.TryGetLastBytes(HeaderNames.SourceVersion, out var bytes)
        && long.TryParse(Encoding.UTF8.GetString(bytes), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var version) ? version : null;
}
