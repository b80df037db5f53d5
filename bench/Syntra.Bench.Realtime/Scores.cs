using Syntra.Contracts;

namespace Syntra.Bench.Realtime;

/// <summary>Makes the figures from what was sent and what came back.</summary>
internal sealed class Scores(IReadOnlyList<PlannedEvent> events, OpenLoopLoad load, ReceiptWatch watch)
{
    private const int MostSlow = 12;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until every event is acknowledged, or nothing more comes for so long.</summary>
    internal async Task SettleAsync(TimeSpan patience, Action<string> say, CancellationToken cancellation)
    {
        long last = -1;
        var since = TimeProvider.System.GetTimestamp();
        while (Acknowledged().Count(a => a is null) is var open and > 0)
        {
            if (watch.Count != last)
            {
                (last, since) = (watch.Count, TimeProvider.System.GetTimestamp());
            }
            else if (TimeProvider.System.GetElapsedTime(since) > patience)
            {
                say($"{open} events have no acknowledgement");
                return;
            }

            await Task.Delay(Look, TimeProvider.System, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The figures; events of the warm-up count for loss only.</summary>
    internal RealtimeBenchResult Result(RealtimeBenchOptions options, int warm, long duplicates, long disorder, IReadOnlyDictionary<string, double> cpu, string machine)
    {
        var acknowledged = Acknowledged();
        var acks = Percentiles.Of(Enumerable.Range(warm, events.Count - warm).Where(i => acknowledged[i] is not null).Select(i => (acknowledged[i]!.Value - load.DueAt(i)).TotalMilliseconds));
        var hooks = Percentiles.Of(load.WebhookMs.Skip(warm));
        return new RealtimeBenchResult(
            options.Rate, options.Seconds, load.WebhookMs.LongCount(m => !double.IsNaN(m)), hooks.P50Ms, hooks.P99Ms, acks.P50Ms, acks.P99Ms, acks.MaxMs,
            acknowledged.LongCount(a => a is null), duplicates, disorder, load.Retries, Hops(warm), cpu, machine) { Kills = options.Kills };
    }

    /// <summary>Says when and of what the events were that took longer than a second, so that a stall can be told from a slow part.</summary>
    internal void TellSlow(int warm, Action<string> say)
    {
        var acknowledged = Acknowledged();
        var slow = Enumerable.Range(warm, events.Count - warm).Where(i => acknowledged[i] is { } at && (at - load.DueAt(i)).TotalSeconds > 1);
        foreach (var group in slow.GroupBy(i => (events[i].Kind, Partition: PartitionOf(i))).OrderByDescending(g => g.Count()).Take(MostSlow))
        {
            var due = group.Select(i => (load.DueAt(i) - load.StartedAt).TotalSeconds).ToList();
            say(FormattableString.Invariant($"slow: {group.Count()} of {group.Key.Kind}, partition {group.Key.Partition}, due from second {due.Min():0.0} to {due.Max():0.0}"));
        }
    }

    private int PartitionOf(int index) => watch.Partitions[index];

    /// <summary>What the outage did.</summary>
    internal OutageResult Outage(RealtimeBenchOptions options, DateTimeOffset from, DateTimeOffset until, CpuTrace cpu)
    {
        var acknowledged = Acknowledged();
        var backlog = Enumerable.Range(0, events.Count).Where(i => load.DueAt(i) < until && acknowledged[i] is { } at && at >= until).Select(i => acknowledged[i]!.Value).Order().ToList();
        var drained = backlog.Count == 0 ? until : backlog[^1];
        double seconds = (drained - until).TotalSeconds;
        double rate = seconds > 0 ? backlog.Count / seconds : 0;
        var fresh = Percentiles.Of(Enumerable.Range(0, events.Count).Where(i => load.DueAt(i) >= until && load.DueAt(i) <= drained && acknowledged[i] is not null).Select(i => (acknowledged[i]!.Value - load.DueAt(i)).TotalMilliseconds));
        double most = backlog.Count == 0 ? 0 : (backlog[(int)((backlog.Count - 1) * 0.9)] - until).TotalSeconds;
        return new OutageResult(
            Math.Round((until - from).TotalSeconds, 1), backlog.Count, Math.Round(seconds, 2), Math.Round(rate), Math.Round(rate / options.Rate, 1), fresh.P50Ms, fresh.P99Ms, Math.Round(most, 2), cpu.During(until, drained));
    }

    /// <summary>Says how long each kind's backlog took, and the new events that took longest.</summary>
    internal void TellDrain(DateTimeOffset until, Action<string> say)
    {
        var acknowledged = Acknowledged();
        foreach (var kind in Enumerable.Range(0, events.Count).Where(i => load.DueAt(i) < until && acknowledged[i] is { } at && at >= until).GroupBy(i => events[i].Kind))
        {
            var ends = kind.Select(i => (acknowledged[i]!.Value - until).TotalSeconds).Order().ToList();
            say(FormattableString.Invariant($"drained {kind.Key}: {ends.Count}, first after {ends[0]:0.00} s, half after {ends[ends.Count / 2]:0.00} s, last after {ends[^1]:0.00} s"));
        }

        foreach (var group in Enumerable.Range(0, events.Count).Where(i => load.DueAt(i) >= until && acknowledged[i] is { } at && (at - load.DueAt(i)).TotalSeconds > 1).GroupBy(i => (events[i].Kind, IsFirst: events[i].Revision == 1)))
        {
            say(FormattableString.Invariant($"new but slower than a second: {group.Count()} of {group.Key.Kind}, {(group.Key.IsFirst ? "new objects" : "changes")}, due {group.Min(i => (load.DueAt(i) - until).TotalSeconds):0.0} to {group.Max(i => (load.DueAt(i) - until).TotalSeconds):0.0} s after"));
        }
    }

    private Dictionary<string, HopResult> Hops(int warm)
    {
        var whole = Enumerable.Range(warm, events.Count - warm).Where(i => watch.Instructions[i] is { ReceivedAt: not null, DecidedAt: not null } && watch.Receipts[i] is { SentAt: not null }).ToList();
        HopResult Hop(Func<int, TimeSpan> part) => Percentiles.Of(whole.Select(i => part(i).TotalMilliseconds));
        return new Dictionary<string, HopResult>(StringComparer.Ordinal)
        {
            ["received"] = Hop(i => watch.Instructions[i]!.ReceivedAt!.Value - load.DueAt(i)),
            ["kafka"] = Hop(i => watch.Instructions[i]!.DecidedAt!.Value - watch.Instructions[i]!.ReceivedAt!.Value),
            ["decided"] = Hop(i => watch.Receipts[i]!.ReceivedAt - watch.Instructions[i]!.DecidedAt!.Value),
            ["delivered"] = Hop(i => watch.Receipts[i]!.SentAt!.Value - watch.Receipts[i]!.ReceivedAt),
            ["acknowledged"] = Hop(i => watch.Receipts[i]!.AnsweredAt - watch.Receipts[i]!.SentAt!.Value),
        };
    }

    // An event is acknowledged when it, or a newer version of its object, stands in Fusion.
    private DateTimeOffset?[] Acknowledged()
    {
        var all = new DateTimeOffset?[events.Count];
        var newer = new Dictionary<(PlannedKind Kind, int Object), DateTimeOffset>();
        for (int i = events.Count - 1; i >= 0; i--)
        {
            var key = (events[i].Kind, events[i].Object);
            if (watch.Receipts[i] is { Outcome: ObjectOutcome.Created or ObjectOutcome.Updated or ObjectOutcome.Unchanged } receipt)
            {
                newer[key] = newer.TryGetValue(key, out var at) && at < receipt.AnsweredAt ? at : receipt.AnsweredAt;
            }

            all[i] = newer.TryGetValue(key, out var acknowledged) ? acknowledged : null;
        }

        return all;
    }
}
