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
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    private readonly IProducer<string, byte[]> _producer;
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
        _producer = KafkaClients.Producer(options, log);
    }

    /// <summary>Called between the last record and the commit; tests break off here.</summary>
    internal Action? BeforeCommit { get; set; }

    public void Dispose() => _producer.Dispose();

    /// <summary>Ends whatever an earlier instance left open, and shuts it out.</summary>
    internal void Start(CancellationToken ct) => Retry(() => _producer.InitTransactions(CallTimeout), ct);

    /// <summary>Commits the records and watermarks, or nothing of them.</summary>
    /// <exception cref="KafkaTxnRequiresAbortException">Nothing was written and the transaction is aborted: poll again.</exception>
    /// <exception cref="KafkaException">Fenced, fatal or unknown: the publisher is of no more use.</exception>
    internal void Publish(
        IReadOnlyList<ReadCharge> charges, IReadOnlyList<ReadRow> rows, IEnumerable<SourceWatermark> watermarks, CancellationToken ct)
    {
        _producer.BeginTransaction();
        try
        {
            foreach (var charge in charges)
            {
                Produce(_topics.RawCharge, Message(charge), ct);
            }

            foreach (var row in rows)
            {
                Produce(_rows.TopicOf(row), Message(row), ct);
            }

            foreach (var watermark in watermarks)
            {
                Produce(_topics.SourceWatermark, Message(watermark), ct);
            }

            BeforeCommit?.Invoke();
            Retry(() => _producer.CommitTransaction(CallTimeout), ct);
        }
        catch (KafkaTxnRequiresAbortException)
        {
            Retry(() => _producer.AbortTransaction(CallTimeout), ct);
            throw;
        }
    }

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

    private void Produce(string topic, Message<string, byte[]> message, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                // Without a delivery handler: a record that fails makes the commit fail.
                _producer.Produce(topic, message);
                return;
            }
            catch (ProduceException<string, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                ct.ThrowIfCancellationRequested();
                _producer.Poll(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    // These calls may simply be made again, and librdkafka goes on with what it had begun.
    private static void Retry(Action call, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                call();
                return;
            }
            catch (KafkaRetriableException)
            {
                ct.ThrowIfCancellationRequested();
            }
        }
    }
}
