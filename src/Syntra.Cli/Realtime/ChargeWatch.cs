using Syntra.Cli.Configuration;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Topology.Objects.Domains;
using Syntra.Topology.Pipeline;

namespace Syntra.Cli.Realtime;

/// <summary>The line of the charge flow in the status: sums over the watermark table, kept from transition to transition, and the latencies of the last minute.</summary>
internal sealed class ChargeWatch(TimeProvider time) : IChargeObserver
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, ChargeSums> partitions = [];
    private readonly LatencyWindow latencies = new();
    private Func<DeliverySnapshot?> delivery = static () => null;
    private DateTimeOffset? lastEvent;
    private DateTimeOffset? lastAcknowledged;

    /// <inheritdoc/>
    public void Left(int partition)
    {
        lock (gate)
        {
            partitions.Remove(partition);
        }
    }

    /// <inheritdoc/>
    public void Stands(int partition, IEnumerable<PostedCharge> charges)
    {
        var sums = new ChargeSums();
        foreach (var charge in charges)
        {
            sums.Add(charge, 1);
        }

        lock (gate)
        {
            partitions[partition] = sums;
        }
    }

    /// <inheritdoc/>
    public void Moved(int partition, PostedCharge? before, PostedCharge after)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (partitions.TryGetValue(partition, out var sums))
            {
                if (before is not null)
                {
                    sums.Add(before, -1);
                }

                sums.Add(after, 1);
            }

            if (before?.Pending is { } answered && after.Applied > before.Applied)
            {
                lastEvent = lastEvent > answered.SourceUpdatedAt ? lastEvent : answered.SourceUpdatedAt;
                lastAcknowledged = now;
                latencies.Add(now, now - answered.SourceUpdatedAt);
            }
        }
    }

    /// <summary>Where the delivery of journals can be asked.</summary>
    internal void Watch(Func<DeliverySnapshot?> snapshot) => delivery = snapshot;

    /// <summary>How the domain stands; null where tiers.yaml has no line for charges.</summary>
    internal DomainStatus? Read(TiersConfiguration tiers)
    {
        if (tiers.Charges is not var (name, tier, bound))
        {
            return null;
        }

        var now = time.GetUtcNow();
        lock (gate)
        {
            var sum = ChargeSums.Over(partitions.Values);
            double lag = sum.Oldest is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0;
            return new DomainStatus(
                name, tier.Name(), bound.TotalSeconds, Math.Round(lag, 3), sum.OpenAmount, Math.Round(bound.TotalSeconds - lag, 3), lastEvent, lastAcknowledged,
                latencies.At(now, 0.5), latencies.At(now, 0.99), sum.Open, sum.InFlight, 0, sum.Parked, sum.Held, sum.DeadLettered, sum.Received, sum.Applied, sum.ZeroDelta, sum.Stale);
        }
    }

    /// <summary>What to do next, most urgent first.</summary>
    internal IReadOnlyList<string> Advice(DomainStatus charges)
    {
        var journals = delivery();
        return
        [
            .. journals?.PausedReason is { } reason ? [$"{charges.Name}: delivery is paused: {reason}"] : (IEnumerable<string>)[],
            .. (journals?.Held ?? []).Select(b => $"{charges.Name}: batch {b.BatchId} waits in {b.State}: {b.Reason}"),
            .. StatusAdvice.OfCharges(charges),
        ];
    }
}
