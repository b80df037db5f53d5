using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Notifications;
using Syntra.Cerner.Events.Polling;
using Syntra.Cerner.Fhir.Capabilities;
using Syntra.Cerner.Fhir.Client;
using Syntra.Contracts;

namespace Syntra.Cerner.Fhir.Polling;

/// <summary>A FHIR server as a feed: one stream a resource type, by windows of time or by walks.</summary>
internal sealed class FhirFeed(string name, FhirClient client, FhirPollOptions options, int batchSize, TimeProvider time, ILogger log) : IEventFeed
{
    private readonly RangeReader _reader = new(client, log);
    private readonly MergeFollower _merges = new(client, log);
    private readonly Dictionary<string, PollMode> _modes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _walkedAt = new(StringComparer.Ordinal);

    public TimeSpan Overlap => options.Overlap;

    /// <summary>What the server does not declare, after the first poll.</summary>
    internal IReadOnlyList<CapabilityGap> Gaps { get; private set; } = [];

    public async ValueTask<IReadOnlyList<FeedStream>> StreamsAsync(CancellationToken ct)
    {
        var statement = await client.CapabilitiesAsync(ct).ConfigureAwait(false);
        Gaps = CapabilityCheck.Examine(statement, [.. options.Resources.Select(r => (r.Type, Parameters(r.Query)))]);
        foreach (var gap in Gaps)
        {
            log.LogWarning("Source {Source}: {Gap}", name, gap.ToString());
        }

        foreach (var resource in options.Resources)
        {
            _modes[resource.Type] = resource.Mode != PollMode.Auto ? resource.Mode : CapabilityCheck.HasWindows(statement, resource.Type) ? PollMode.Window : PollMode.Walk;
        }

        return [.. options.Resources.Select(r => new FeedStream(Key(r), [r.Type], _modes[r.Type] == PollMode.Walk))];
    }

    public async IAsyncEnumerable<FeedBatch> PollAsync(IReadOnlyDictionary<string, SourceWatermark> positions, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var resource in options.Resources.Where(r => !Gaps.Any(g => g.IsFatal && g.Resource == r.Type)))
        {
            var batches = StreamAsync(resource, positions.GetValueOrDefault(Key(resource)), ct).GetAsyncEnumerator(ct);
            await using (batches.ConfigureAwait(false))
            {
                while (await NextAsync(resource, batches).ConfigureAwait(false))
                {
                    yield return batches.Current;
                }
            }
        }
    }

    private static IReadOnlyList<string> Parameters(string query) => [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')[0])];

    // What is wrong with one type (a right that is missing, data of the server that break its own rules) does not hold up the others.
    private async ValueTask<bool> NextAsync(PolledResource resource, IAsyncEnumerator<FeedBatch> batches)
    {
        try
        {
            return await batches.MoveNextAsync().ConfigureAwait(false);
        }
        catch (FhirFaultException fault) when (!fault.IsRetriable && fault.Kind is not (FhirFaultKind.Unauthorized or FhirFaultKind.PageLost))
        {
            log.LogError("Source {Source}: {Type} cannot be polled, its position stays: {Fault}", name, resource.Type, fault.Message);
            return false;
        }
    }

    private string Key(PolledResource resource) => name + "/" + resource.Type;

    private async IAsyncEnumerable<FeedBatch> StreamAsync(PolledResource resource, SourceWatermark? position, [EnumeratorCancellation] CancellationToken ct)
    {
        var started = time.GetUtcNow();
        // By the server's clock, which stamps the changes; one that seems far ahead is believed no further than the next window looks back.
        var end = started + (_reader.Skew < options.Overlap ? _reader.Skew : options.Overlap) - options.Lag;
        var walks = _modes[resource.Type] == PollMode.Walk;
        if (walks ? started - _walkedAt.GetValueOrDefault(resource.Type, DateTimeOffset.MinValue) < options.WalkInterval : end <= (position?.UpdatedAt ?? options.Since))
        {
            yield break;
        }

        var from = position is null ? options.Since : position.UpdatedAt - options.Overlap;
        var pages = walks ? _reader.WalkAsync(resource, time, ct) : _reader.WindowAsync(resource, from, end, time, ct);
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        List<RawEvent> waiting = [];
        await foreach (var page in pages.ConfigureAwait(false))
        {
            waiting.AddRange(page.Select(r => Event(r, trace)));
            if (options.FollowMerges)
            {
                waiting.AddRange((await _merges.FollowAsync(page, ct).ConfigureAwait(false)).Select(r => Event(r, trace)));
            }

            if (waiting.Count >= batchSize)
            {
                yield return new FeedBatch(Key(resource), waiting, null);
                waiting = [];
            }
        }

        _walkedAt[resource.Type] = started;
        yield return new FeedBatch(Key(resource), waiting, new SourceWatermark { Stream = Key(resource), UpdatedAt = end, RowId = Phi.Of(0L), PolledAt = started, RowsWritten = 0 });
    }

    private RawEvent Event(FoundResource resource, string trace) => PolledEvents.Of(resource, EventKind.Polled, name, time.GetUtcNow(), trace);
}

/// <summary>Events of states that were fetched, with the identity that a rest-hook of the same sender gives to the same state.</summary>
internal static class PolledEvents
{
    internal static RawEvent Of(FoundResource resource, EventKind kind, string sender, DateTimeOffset now, string trace) =>
        EventBuilder.Of(resource, null, null, kind, new MessageContext(sender, now, trace, "application/fhir+json", null)).Event;
}
