using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Governance.Keys;

namespace Syntra.Cerner.Events.Publishing;

/// <summary>
/// Writes raw events and back-fill requests, keyed by token and sealed; a call returns when all replicas have its records. Receiver,
/// poller and back-fill share this one way in. At least once: after a failed call the records may be there all the same. Thread-safe.
/// </summary>
public sealed class RawEventPublisher : IDisposable
{
    private readonly EventPublisherOptions _options;
    private readonly AvroSerializer<RawEvent> _events;
    private readonly AvroSerializer<BackfillRequest> _requests;
    private readonly TopicNames _topics;
    private readonly EventProducer _producer;

    /// <summary>Makes a publisher; Kafka is reached at the first record.</summary>
    public RawEventPublisher(EventPublisherOptions options, ISchemaRegistryClient registry, ILoggerFactory loggers)
    {
        _options = options;
        _events = new AvroSerializer<RawEvent>(registry);
        _requests = new AvroSerializer<BackfillRequest>(registry);
        _topics = new TopicNames(options.Tenant);
        _producer = new EventProducer(options, loggers.CreateLogger<RawEventPublisher>());
    }

    /// <summary>The tenant.</summary>
    public string Tenant => _options.Tenant;

    /// <summary>Registers the schemas, so that no record waits for the registry.</summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        foreach (var type in EventTopics.ResourceTypes.Append(EventTopics.Asset))
        {
            await _events.PrepareAsync(TopicOf(type), ct).ConfigureAwait(false);
        }

        await _requests.PrepareAsync(_topics.Backfill, ct).ConfigureAwait(false);
    }

    /// <summary>Writes events, those of one resource in the order given.</summary>
    /// <exception cref="PublishException">At least one was not acknowledged.</exception>
    public Task PublishAsync(IReadOnlyList<RawEvent> events, CancellationToken ct) => PublishAsync(events, [], ct);

    /// <summary>Writes events and back-fill requests together.</summary>
    /// <exception cref="PublishException">At least one was not acknowledged.</exception>
    public async Task PublishAsync(IReadOnlyList<RawEvent> events, IReadOnlyList<BackfillRequest> requests, CancellationToken ct)
    {
        // Sealed before anything is sent, so that a record that cannot be sealed or is too large leaves nothing half done.
        List<(string Topic, Message<string, byte[]> Message)> records = [.. events.Select(Record), .. requests.Select(Record)];
        await _producer.ProduceAsync(records, ct).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => _producer.Dispose();

    private (string Topic, Message<string, byte[]> Message) Record(RawEvent raw)
    {
        var topic = TopicOf(raw.ResourceType);
        var space = TokenSpaces.OfResource(raw.ResourceType) ?? throw new ArgumentException($"{raw.ResourceType} has no raw topic.", nameof(raw));
        var key = raw.ResourceId.Token(_options.Tokens, space);
        var value = Sealed(EventTopics.Raw(raw.ResourceType), key, _events.Serialize(topic, raw));
        return (topic, Message(key, value, raw.EventAt, raw.TraceId, raw.EventId));
    }

    private (string Topic, Message<string, byte[]> Message) Record(BackfillRequest request)
    {
        var space = request.ResourceType is { } type ? TokenSpaces.OfResource(type) : null;
        var key = request.ResourceId is { } id && space is not null
            ? id.Token(_options.Tokens, space)
            : $"{request.Sender}/{request.Subscription}";
        var value = Sealed(EventTopics.Backfill, key, _requests.Serialize(_topics.Backfill, request));
        return (_topics.Backfill, Message(key, value, request.ReceivedAt, request.TraceId, request.RequestId));
    }

    private byte[] Sealed(string logicalTopic, string key, byte[] framed)
    {
        byte[] value;
        try
        {
            value = _options.Seal(logicalTopic, key, framed);
        }
        catch (KeyException e)
        {
            // Nothing is written in the clear instead: the sender keeps the event until the key is there.
            throw new PublishException(PublishFault.Retriable, "Key " + e.Fault, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(framed);
        }

        return value.Length <= _options.MaxRecordBytes ? value : throw new PublishException(PublishFault.TooLarge, "record of " + value.Length.ToString(CultureInfo.InvariantCulture) + " bytes");
    }

    private static Message<string, byte[]> Message(string key, byte[] value, DateTimeOffset at, string traceId, string eventId) => new()
    {
        Key = key,
        Value = value,
        Timestamp = new Timestamp(at < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : at),
        Headers = new Headers
        {
            { HeaderNames.TraceParent, Encoding.ASCII.GetBytes($"00-{traceId}-{eventId[..16]}-01") },
            { HeaderNames.EventId, Encoding.ASCII.GetBytes(eventId) },
        },
    };

    private string TopicOf(string resourceType) => $"{Tenant}.{EventTopics.Raw(resourceType)}";
}
