using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Gaps;
using Syntra.Cerner.Events.Journal;
using Syntra.Cerner.Events.Notifications;
using Syntra.Cerner.Events.Polling;
using Syntra.Cerner.Events.Publishing;
using Syntra.Cerner.Fhir.Capabilities;
using Syntra.Cerner.Fhir.Client;
using Syntra.Cerner.Fhir.Polling;
using Syntra.Contracts;
using Syntra.Fhir;

namespace Syntra.Cerner.Fhir.Backfill;

/// <summary>
/// Fetches what one request asks for, writes it, and only then tells the ledger. By <c>$events</c> where there are numbers and the server has
/// them; what it does not bring, and what has no numbers, by reading the span of time.
/// </summary>
internal sealed class BackfillAnswer(string sender, BackfillServer server, BackfillOptions options, IGapLedger ledger, TimeProvider time, ILogger log)
{
    private readonly FhirNotificationReader _notices = new(server.Resources.Select(r => r.Type).ToHashSet(StringComparer.Ordinal));
    private readonly RangeReader _ranges = new(server.Client, log);
    private HashSet<string>? _windowed;

    /// <summary>Answers a request; when this returns the events are in Kafka and the gap is closed.</summary>
    internal async Task AnswerAsync(BackfillRequest request, BackfillOutput output, CancellationToken ct)
    {
        switch (request.Reason)
        {
            case BackfillReason.IdOnly:
                await ReadAsync(request, output, ct).ConfigureAwait(false);
                break;
            case BackfillReason.Gap when request is { FromEvent: { } from, UntilEvent: { } until, Subscription: { } subscription }:
                await FillAsync(request, subscription, from, until, output, ct).ConfigureAwait(false);
                break;
            case BackfillReason.EmptyNotification when request is { Subscription: { } subscription, UntilEvent: { } until }:
                if ((await EventsAsync(request, subscription, request.FromEvent ?? until, until, output, ct).ConfigureAwait(false)).Count == 0)
                {
                    await RangeAsync(request, output, ct).ConfigureAwait(false);
                }

                break;
            default:
                await RangeAsync(request, output, ct).ConfigureAwait(false);
                if (request.Subscription is { } resolved)
                {
                    await ledger.ResolvedAsync(sender, resolved, request.RequestId).ConfigureAwait(false);
                }

                break;
        }
    }

    private async Task FillAsync(BackfillRequest request, string subscription, long from, long until, BackfillOutput output, CancellationToken ct)
    {
        var brought = await EventsAsync(request, subscription, from, until, output, ct).ConfigureAwait(false);
        foreach (var (first, last) in Runs(brought))
        {
            await ledger.FilledAsync(sender, subscription, request.Generation, first, last).ConfigureAwait(false);
        }

        var missing = until - from + 1 - brought.Count;
        if (missing > 0)
        {
            // The server no longer has them, never offered them, or numbers anew: the span of time shows the states at least.
            await RangeAsync(request, output, ct).ConfigureAwait(false);
            await ledger.FilledAsync(sender, subscription, request.Generation, from, until).ConfigureAwait(false);
        }

        log.LogInformation("Filled {Count} events of {Sender}: {ByNumber} by number, {ByTime} by time", until - from + 1, sender, brought.Count, missing);
    }

    /// <summary>Numbers that <c>$events</c> brought; none where it is not offered.</summary>
    private async Task<SortedSet<long>> EventsAsync(BackfillRequest request, string subscription, long from, long until, BackfillOutput output, CancellationToken ct)
    {
        var brought = new SortedSet<long>();
        if (!server.OffersEvents)
        {
            return brought;
        }

        try
        {
            var body = await server.Client.EventsAsync(subscription, from, until, ct).ConfigureAwait(false);
            var context = new MessageContext(sender, time.GetUtcNow(), request.TraceId, "application/fhir+json", null);
            var notification = _notices.Read(body, context);
            await output.WriteAsync([.. notification.Events.Select(e => e.Event with { Kind = EventKind.Backfilled })], ct).ConfigureAwait(false);
            foreach (var (_, byId) in notification.Requests.Where(r => r.Request.Reason == BackfillReason.IdOnly))
            {
                await ReadAsync(byId, output, ct).ConfigureAwait(false);
            }

            // Of an event without focus nothing was fetched: its number stays open, and the span of time is read.
            var told = notification.Observation?.Events.Select(e => e.Number).Where(n => n >= from && n <= until) ?? [];
            if (!notification.Requests.Any(r => r.Request.Reason == BackfillReason.EmptyNotification))
            {
                brought.UnionWith(told);
            }
        }
        catch (FhirFaultException fault) when (!fault.IsRetriable)
        {
            log.LogWarning("$events of {Sender} brings nothing ({Kind}, {Status}); the span of time is read instead", sender, fault.Kind, fault.Status);
        }
        catch (FhirException wrong)
        {
            log.LogWarning("$events of {Sender} cannot be read, at {Path}; the span of time is read instead", sender, wrong.Path);
        }

        return brought;
    }

    private async Task ReadAsync(BackfillRequest request, BackfillOutput output, CancellationToken ct)
    {
        if (request is not { ResourceType: { } type, ResourceId: { } id })
        {
            return;
        }

        try
        {
            var found = await server.Client.ReadAsync(type, id, ct).ConfigureAwait(false);
            await output.WriteAsync([Told(request, PolledEvents.Of(found, EventKind.IdOnly, sender, request.ReceivedAt, request.TraceId))], ct).ConfigureAwait(false);
        }
        catch (FhirFaultException fault) when (fault.Kind == FhirFaultKind.Gone)
        {
            var identity = SeenKey.Of("gone", sender, request.RequestId);
            await output.WriteAsync([Told(request, new RawEvent
            {
                EventId = identity.ToHex(), Source = "fhir", Sender = sender, Kind = EventKind.IdOnly, Interaction = EventInteraction.Delete, ResourceType = type, ResourceId = id,
                EventAt = request.EventAt, ReceivedAt = request.ReceivedAt, TraceId = request.TraceId, ContentType = "application/fhir+json", Body = Array.Empty<byte>(),
            })], ct).ConfigureAwait(false);
        }
        catch (FhirFaultException fault) when (!fault.IsRetriable)
        {
            // Not visible to this client, or broken in the server: asking again brings the same. It is told, and not invented.
            log.LogError("A {Type} that {Sender} told of cannot be read ({Kind}, {Status}) and is dead-lettered", type, sender, fault.Kind, fault.Status);
            await output.RefuseAsync(EventLetters.NotGiven, ct).ConfigureAwait(false);
        }
    }

    // What the notification said stays said.
    private static RawEvent Told(BackfillRequest request, RawEvent raw) => raw with
    {
        Subscription = request.Subscription, EventNumber = request.EventNumber, EventAt = request.EventAt, Focus = request.Focus,
        Interaction = raw.Interaction == EventInteraction.Delete ? EventInteraction.Delete : request.Interaction,
    };

    private async Task RangeAsync(BackfillRequest request, BackfillOutput output, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var until = (request.UntilTime ?? now) + options.Margin;
        var from = (request.FromTime ?? (request.UntilTime ?? now) - options.Unknown) - options.Margin;
        _windowed ??= await WindowedAsync(ct).ConfigureAwait(false);
        foreach (var resource in server.Resources)
        {
            var windows = resource.Mode == PollMode.Window || (resource.Mode == PollMode.Auto && _windowed.Contains(resource.Type));
            var pages = windows ? _ranges.WindowAsync(resource, from, until, time, ct) : _ranges.WalkAsync(resource, time, ct);
            await foreach (var page in pages.ConfigureAwait(false))
            {
                var within = page.Where(r => r.Head.Meta?.LastUpdated is not { } at || (at >= from && at < until));
                await output.WriteAsync([.. within.Select(r => PolledEvents.Of(r, EventKind.Backfilled, sender, now, request.TraceId))], ct).ConfigureAwait(false);
            }
        }
    }

    private async Task<HashSet<string>> WindowedAsync(CancellationToken ct)
    {
        var statement = await server.Client.CapabilitiesAsync(ct).ConfigureAwait(false);
        return server.Resources.Select(r => r.Type).Where(t => CapabilityCheck.HasWindows(statement, t)).ToHashSet(StringComparer.Ordinal);
    }

    private static IEnumerable<(long First, long Last)> Runs(SortedSet<long> numbers)
    {
        (long First, long Last)? run = null;
        foreach (var number in numbers)
        {
            if (run is { } open && number == open.Last + 1)
            {
                run = (open.First, number);
                continue;
            }

            if (run is { } closed)
            {
                yield return closed;
            }

            run = (number, number);
        }

        if (run is { } last)
        {
            yield return last;
        }
    }
}
