using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Polling;
using Syntra.Cerner.Events.Publishing;
using Syntra.Contracts;

namespace Syntra.Cerner.Fhir.Backfill;

/// <summary>Where the answer to one request goes: events to their topics, and what cannot become one to the dead letters, under the request's place.</summary>
internal sealed class BackfillOutput(RawEventPublisher publisher, string sender, TopicPartitionOffset request, ILogger log)
{
    /// <summary>Writes events. One that no record takes is dead-lettered, so that it does not hold up those beside it and behind it.</summary>
    /// <exception cref="PublishException">Kafka or the keys are away; nothing or a part is written.</exception>
    public async Task WriteAsync(IReadOnlyList<RawEvent> events, CancellationToken ct)
    {
        try
        {
            await publisher.PublishAsync(events, ct).ConfigureAwait(false);
        }
        catch (PublishException e) when (e.Fault == PublishFault.TooLarge)
        {
            await (events.Count == 1 ? TooLargeAsync(events[0], e, ct) : EachAsync(events, ct)).ConfigureAwait(false);
        }
    }

    /// <summary>Tells that something which the request was about cannot go on.</summary>
    /// <param name="code">One of <see cref="EventLetters"/>.</param>
    /// <param name="ct">Ends the wait for Kafka.</param>
    public Task RefuseAsync(string code, CancellationToken ct) =>
        publisher.RefuseAsync(EventLetters.Of(request.Topic, request.Partition.Value, request.Offset.Value, "backfill-" + sender, code), ct);

    private async Task EachAsync(IReadOnlyList<RawEvent> events, CancellationToken ct)
    {
        foreach (var one in events)
        {
            await WriteAsync([one], ct).ConfigureAwait(false);
        }
    }

    private Task TooLargeAsync(RawEvent raw, PublishException cause, CancellationToken ct)
    {
        log.LogError("A {Type} of {Sender} is too large for a record and is dead-lettered: {Reason}", raw.ResourceType, sender, cause.Message);
        return RefuseAsync(EventLetters.TooLarge, ct);
    }
}
