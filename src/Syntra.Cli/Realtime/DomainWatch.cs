using Syntra.Contracts;
using Syntra.Topology.Objects.Domains;
using Syntra.Topology.Objects.Pipeline;

namespace Syntra.Cli.Realtime;

/// <summary>What is remembered of one domain: last times, and the latencies of the last minute.</summary>
internal sealed class DomainWatch(ObjectDomain domain)
{
    private const int MostSamples = 60_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private readonly Queue<(DateTimeOffset At, double Milliseconds)> samples = new();
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
            samples.Enqueue((times.AcknowledgedAt, (times.AcknowledgedAt - times.EventAt).TotalMilliseconds));
            if (samples.Count > MostSamples)
            {
                samples.Dequeue();
            }
        }
    }

    internal DomainStatus Read(ObjectCounts counts, DateTimeOffset? oldest, DateTimeOffset now)
    {
        double lag = counts.Open > 0 && oldest is { } at ? Math.Max(0, (now - at).TotalSeconds) : 0;
        lock (gate)
        {
            while (samples.TryPeek(out var first) && now - first.At > Window)
            {
                samples.Dequeue();
            }

            double[] sorted = [.. samples.Select(s => s.Milliseconds).Order()];
            return new DomainStatus(
                domain.Name, Tiers.Names.First(t => t.Value == domain.Tier).Key, domain.Bound.TotalSeconds, Math.Round(lag, 3), counts.OpenAmount, Math.Round(domain.Bound.TotalSeconds - lag, 3),
                lastEvent, lastAcknowledged, At(sorted, 0.5), At(sorted, 0.99), counts.Open, counts.InFlight, counts.Scheduled, counts.Parked, counts.Held, counts.DeadLettered,
                counts.Received, counts.Applied, counts.ZeroDelta, counts.Stale);
        }
    }

    private static double? At(double[] sorted, double share) =>
        sorted.Length == 0 ? null : Math.Round(sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1 < 0 ? 0 : (int)Math.Ceiling(share * sorted.Length) - 1)], 1);
}
