using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro;
using Syntra.Contracts;

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
    private readonly TopicNames _topics;

    internal RawChargePublisher(
        MillenniumSourceOptions options,
        AvroSerializer<RawCharge> rawSerializer,
        AvroSerializer<SourceWatermark> watermarkSerializer,
        ILogger log)
    {
        _rawSerializer = rawSerializer;
        _watermarkSerializer = watermarkSerializer;
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
    internal void Publish(IReadOnlyList<ReadCharge> charges, IEnumerable<SourceWatermark> watermarks, CancellationToken ct)
    {
        _producer.BeginTransaction();
        try
        {
            foreach (var charge in charges)
            {
                Produce(_topics.RawCharge, Message(charge.Raw), ct);
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

    private Message<string, byte[]> Message(RawCharge raw) => new()
    {
        Key = raw.ChargeItemId.Reveal(PhiAccess.SourceProgress),
        Value = _rawSerializer.Serialize(_topics.RawCharge, raw),
        Timestamp = new Timestamp(raw.UpdatedAt < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : raw.UpdatedAt),
        Headers = new Headers
        {
            { HeaderNames.SourceVersion, Encoding.UTF8.GetBytes(raw.SourceVersion.ToString(CultureInfo.InvariantCulture)) },
        },
    };

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
