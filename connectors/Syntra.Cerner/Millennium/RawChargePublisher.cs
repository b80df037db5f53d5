using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro;
using Syntra.Contracts;
using Syntra.Governance.Sealing;

namespace Syntra.Cerner.Millennium;

/// <summary>
/// Writes a poll's raw records and the watermarks that cover them in one Kafka transaction: readers see both or neither. One
/// transactional id per tenant and stream, so a second instance shuts the first one out.
/// </summary>
internal sealed class RawChargePublisher : IDisposable
{
    private readonly TransactionalWriter _writer;
    private readonly AvroSerializer<RawCharge> _rawSerializer;
    private readonly AvroSerializer<SourceWatermark> _watermarkSerializer;
    private readonly RowFormats _rows;
    private readonly RecordSealer _sealer;
    private readonly TopicNames _topics;

    internal RawChargePublisher(
        MillenniumSourceOptions options,
        AvroSerializer<RawCharge> rawSerializer,
        AvroSerializer<SourceWatermark> watermarkSerializer,
        RowFormats rows,
        ILogger log)
    {
        _rawSerializer = rawSerializer;
        _watermarkSerializer = watermarkSerializer;
        _rows = rows;
        _sealer = options.Sealer;
        _topics = new TopicNames(options.Tenant);
        _writer = new TransactionalWriter(options, log);
    }

    /// <summary>Called between the last record and the commit; tests break off here.</summary>
    internal Action? BeforeCommit
    {
        set => _writer.BeforeCommit = value;
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>Ends whatever an earlier instance left open, and shuts it out.</summary>
    internal void Start(CancellationToken ct) => _writer.Start(_topics.SourceWatermark, ct);

    /// <summary>Commits the records and watermarks, or nothing of them.</summary>
    /// <exception cref="KafkaTxnRequiresAbortException">Nothing was written and the transaction is aborted: poll again.</exception>
    /// <exception cref="KafkaException">Fenced, fatal or unknown: the publisher is of no more use.</exception>
    internal void Publish(
        IReadOnlyList<ReadCharge> charges, IReadOnlyList<ReadRow> rows, IEnumerable<SourceWatermark> watermarks, CancellationToken ct) => _writer.Write(
        charges.Select(c => (_topics.RawCharge, Message(c))).Concat(rows.Select(r => (_rows.TopicOf(r), Message(r)))).Concat(watermarks.Select(w => (_topics.SourceWatermark, Message(w)))), ct);

    // Outside of the seal stand only token, version and the time of the last change: enough to go on after a restart without opening.
    private Message<string, byte[]> Message(ReadCharge charge)
    {
        var framed = _rawSerializer.Serialize(_topics.RawCharge, charge.Raw);
        return Sealed(LogicalTopics.RawCharge, charge.Token, framed, charge.Raw.UpdatedAt, charge.Raw.SourceVersion);
    }

    private Message<string, byte[]> Message(ReadRow row)
    {
        var message = Sealed(RowFormats.LogicalTopicOf(row), row.Key, _rows.Frame(row), WatermarkCodec.Utc(row.UpdatedAt), row.Version);
        message.Headers.Add(HeaderNames.EventId, Encoding.UTF8.GetBytes(row.EventId));
        return message;
    }

    private Message<string, byte[]> Sealed(string logicalTopic, string key, byte[] framed, DateTimeOffset updatedAt, long version)
    {
        var value = _sealer.Seal(logicalTopic, key, framed);
        CryptographicOperations.ZeroMemory(framed);
        return new()
        {
            Key = key,
            Value = value,
            Timestamp = new Timestamp(updatedAt < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : updatedAt),
            Headers = new Headers { { HeaderNames.SourceVersion, Encoding.UTF8.GetBytes(version.ToString(CultureInfo.InvariantCulture)) } },
        };
    }

    private Message<string, byte[]> Message(SourceWatermark watermark) => new()
    {
        Key = watermark.Stream,
        Value = _watermarkSerializer.Serialize(_topics.SourceWatermark, watermark),
    };
}
