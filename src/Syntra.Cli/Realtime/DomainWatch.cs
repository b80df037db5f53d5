using Syntra.Contracts;
using Syntra.Topology.Objects.Domains;
using Syntra.Topology.Objects.Pipeline;

namespace Syntra.Cli.Realtime;

/// <summary>What is remembered of one domain: last times, and the latencies of the last minute.</summary>
internal sealed class DomainWatch(ObjectDomain domain)
{
    private readonly Lock gate = new();
    private readonly LatencyWindow latencies = new();
    private DateTimeOffset? lastEvent;
    private DateTimeOffset? lastAcknowledged;

    internal ObjectDomain Domain => domain;

    /// <summary>Whether the last look found the bound close or broken.</summary>
    internal bool AtRisk { get; set; }

    internal void Acknowledged(ObjectTimes times)
    {
        lock (gate)
        {
            lastEvent = lastEvent > times.EventAt ? lastEvent : times.EventAt;
            lastAcknowledged = lastAcknowledged > times.AcknowledgedAt ? lastAcknowledged : times.AcknowledgedAt;
            latencies.Add(times.AcknowledgedAt, times.AcknowledgedAt - times.EventAt);
        }
    }

    internal DomainStatus Read(ObjectCounts counts, DateTimeOffset? oldest, DateTimeOffset now)
    {
        double lag = counts.Open > 0 && oldest is { } at ? Math.Max(0, (now - at).TotalSeconds) : 0;
        lock (gate)
        {
            return new DomainStatus(
                domain.Name, domain.Tier.Name(), domain.Bound.TotalSeconds, Math.Round(lag, 3), counts.OpenAmount, Math.Round(domain.Bound.TotalSeconds - lag, 3),
                lastEvent, lastAcknowledged, latencies.At(now, 0.5), latencies.At(now, 0.99), counts.Open, counts.InFlight, counts.Scheduled, counts.Parked, counts.Held, counts.DeadLettered,
                counts.Received, counts.Applied, counts.ZeroDelta, counts.Stale);
        }
    }
}
