using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Journal;
using Syntra.Cerner.Events.Polling;
using Syntra.Cerner.Events.Signatures;
using Syntra.Cerner.Fhir.Client;
using Syntra.Contracts;
using Syntra.Fhir;
using Syntra.Fhir.Resources;

namespace Syntra.Cerner.SignedEvents;

/// <summary>The signed event source as a feed: the cursor is the position, kept in the same Kafka transaction as the events up to it.</summary>
internal sealed class SignedEventFeed(string name, SignedEventsOptions options, FhirTransport transport, TimeProvider time, ILogger log) : IEventFeed
{
    // Which resource an event of a kind is about. Other kinds are for others, and passed over.
    private static readonly Dictionary<string, string[]> Subjects = new(StringComparer.Ordinal)
    {
        ["department"] = ["Organization"], ["location"] = ["Location"], ["credential"] = ["Practitioner"], ["role"] = ["PractitionerRole"], ["supply"] = ["SupplyRequest"],
    };

    private readonly StandardWebhooksCheck _check = new(new SharedSecrets(options.Secrets), options.Tolerance, time);
    private readonly string _stream = name + "/events";

    public TimeSpan Overlap => TimeSpan.Zero;

    public ValueTask<IReadOnlyList<FeedStream>> StreamsAsync(CancellationToken ct) => ValueTask.FromResult<IReadOnlyList<FeedStream>>([new FeedStream(_stream, [], RemembersAll: false)]);

    public async IAsyncEnumerable<FeedBatch> PollAsync(IReadOnlyDictionary<string, SourceWatermark> positions, [EnumeratorCancellation] CancellationToken ct)
    {
        var last = positions.GetValueOrDefault(_stream);
        var cursor = last?.RowId.Reveal(PhiAccess.SourceProgress) ?? 0;
        var happened = last?.UpdatedAt ?? DateTimeOffset.UnixEpoch;
        bool more;
        do
        {
            var page = await PageAsync(cursor, ct).ConfigureAwait(false);
            var trace = ActivityTraceId.CreateRandom().ToHexString();
            cursor = page.Cursor;
            more = page.More;
            happened = page.Events.Aggregate(happened, (at, e) => e.OccurredAt > at ? e.OccurredAt : at);
            var refused = new List<DeadLetter>();
            yield return new FeedBatch(
                _stream, [.. page.Events.Select(e => Event(e, trace, refused)).OfType<RawEvent>()],
                new SourceWatermark { Stream = _stream, UpdatedAt = happened, RowId = Phi.Of(cursor), PolledAt = time.GetUtcNow(), RowsWritten = 0 }) { Refused = refused };
        }
        while (more);
    }

    private async Task<SignedPage> PageAsync(long cursor, CancellationToken ct)
    {
        var address = new Uri(options.Address.AbsoluteUri + string.Create(CultureInfo.InvariantCulture, $"?after={cursor}&limit={options.Limit}"));
        using var body = await transport.GetAsync(address, "signed events", ct).ConfigureAwait(false);
        var headers = new HeaderDictionary();
        foreach (var header in body.Headers!.Where(h => h.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)))
        {
            headers[header.Key] = header.Value.ToArray();
        }

        // Over the raw bytes, before anything of them is read.
        var check = await _check.CheckAsync(new HookRequest(headers, body.Memory, null), ct).ConfigureAwait(false);
        return check.Outcome == CheckOutcome.Passed
            ? SignedPage.Read(body.Memory, cursor)
            : throw new FhirFaultException(FhirFaultKind.Untrusted, "an answer of the signed event source is not signed as agreed: " + check.Reason);
    }

    private RawEvent? Event(SignedEvent signed, string trace, List<DeadLetter> refused)
    {
        var kind = signed.Type.Split('.')[0];
        if (!Subjects.TryGetValue(kind, out var types))
        {
            return null;
        }

        try
        {
            var head = FhirJson.ParseHeader(signed.Data);
            if (types.Contains(head.ResourceType))
            {
                return Event(signed, head, trace);
            }

            log.LogError("Event {Sequence} of {Source} is about another resource than its kind says; it is dead-lettered", signed.Sequence, name);
            refused.Add(EventLetters.Of(_stream, signed.Sequence, name, EventLetters.OfAnotherResource));
        }
        catch (FhirException e)
        {
            // Signed and yet no resource: the feed goes on, and the number says which one it was.
            log.LogError("Event {Sequence} of {Source} holds no resource that can be read, at {Path}; it is dead-lettered", signed.Sequence, name, e.Path);
            refused.Add(EventLetters.Of(_stream, signed.Sequence, name, EventLetters.Unreadable));
        }

        return null;
    }

    private RawEvent Event(SignedEvent signed, FhirResource head, string trace)
    {
        var deleted = signed.Type.EndsWith(".deleted", StringComparison.Ordinal);
        return new RawEvent
        {
            EventId = SeenKey.Of("signed", name, signed.Id).ToHex(), Source = "fhir", Sender = name, Subscription = _stream, EventNumber = signed.Sequence,
            Kind = EventKind.Polled, ResourceType = head.ResourceType, ResourceId = head.RequiredId, VersionId = head.Meta?.VersionId, LastUpdated = head.Meta?.LastUpdated,
            Interaction = deleted ? EventInteraction.Delete : signed.Type.EndsWith(".created", StringComparison.Ordinal) ? EventInteraction.Create : EventInteraction.Update,
            EventAt = signed.OccurredAt, ReceivedAt = time.GetUtcNow(), TraceId = trace, ContentType = "application/fhir+json",
            Body = deleted ? Array.Empty<byte>() : signed.Data.ToArray(),
        };
    }
}
