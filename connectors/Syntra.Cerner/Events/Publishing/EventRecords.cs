using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Governance.Keys;

namespace Syntra.Cerner.Events.Publishing;

/// <summary>Makes the Kafka records of events and back-fill requests: keyed by token, sealed, with their event id outside of the seal.</summary>
internal sealed class EventRecords(string tenant, ISourceTokens tokens, RecordSeal seal, int maxBytes, ISchemaRegistryClient registry)
{
    private readonly AvroSerializer<RawEvent> _events = new(registry);
    private readonly AvroSerializer<BackfillRequest> _requests = new(registry);
    private readonly TopicNames _topics = new(tenant);

    /// <summary>Registers the schemas, so that no record waits for the registry.</summary>
    internal async Task PrepareAsync(CancellationToken ct)
    {
        foreach (var type in EventTopics.ResourceTypes.Append(EventTopics.Asset))
        {
            await _events.PrepareAsync(TopicOf(type), ct).ConfigureAwait(false);
        }

        await _requests.PrepareAsync(_topics.Backfill, ct).ConfigureAwait(false);
    }

    /// <summary>The token under which an event's resource is known.</summary>
    internal string KeyOf(RawEvent raw) => raw.ResourceId.Token(tokens, TokenSpaces.OfResource(raw.ResourceType)!);

    /// <summary>The record of an event.</summary>
    /// <param name="raw">The event.</param>
    /// <param name="poller">Name of the poller that writes it; null where it was pushed.</param>
    /// <exception cref="PublishException">It cannot be sealed, or is too large.</exception>
    internal (string Topic, Message<string, byte[]> Message) Of(RawEvent raw, string? poller = null)
    {
        var topic = TopicOf(raw.ResourceType);
        var space = TokenSpaces.OfResource(raw.ResourceType) ?? throw new ArgumentException($"{raw.ResourceType} has no raw topic.", nameof(raw));
        var key = raw.ResourceId.Token(tokens, space);
        var value = Sealed(EventTopics.Raw(raw.ResourceType), key, _events.Serialize(topic, raw));
        // A sender's clock may be hours ahead, and brokers since 4.0 refuse what is an hour ahead of theirs: it would be sent again for ever.
        var at = poller is null && raw.EventAt > raw.ReceivedAt ? raw.ReceivedAt : raw.EventAt;
        var message = Message(key, value, at, raw.TraceId, raw.EventId);
        if (poller is not null)
        {
            message.Headers.Add(HeaderNames.Poller, Encoding.ASCII.GetBytes(poller));
        }

        return (topic, message);
    }

    /// <summary>The record of a request.</summary>
    /// <exception cref="PublishException">It cannot be sealed, or is too large.</exception>
    internal (string Topic, Message<string, byte[]> Message) Of(BackfillRequest request)
    {
        var space = request.ResourceType is { } type ? TokenSpaces.OfResource(type) : null;
        var key = request.ResourceId is { } id && space is not null
            ? id.Token(tokens, space)
            : $"{request.Sender}/{request.Subscription}";
        var value = Sealed(EventTopics.Backfill, key, _requests.Serialize(_topics.Backfill, request));
        return (_topics.Backfill, Message(key, value, request.ReceivedAt, request.TraceId, request.RequestId));
    }

    private byte[] Sealed(string logicalTopic, string key, byte[] framed)
    {
        byte[] value;
        try
        {
            value = seal(logicalTopic, key, framed);
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

        return value.Length <= maxBytes ? value : throw new PublishException(PublishFault.TooLarge, "record of " + value.Length.ToString(CultureInfo.InvariantCulture) + " bytes");
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

    internal string TopicOf(string resourceType) => $"{tenant}.{EventTopics.Raw(resourceType)}";
}
