using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Syntra.Cli.Configuration;
using Syntra.Fusion.Objects.Delivery;
using Syntra.Topology.Objects.Pipeline;

namespace Syntra.Cli.Realtime;

/// <summary>
/// Gathers how every domain stands, writes it to the state folder each second, keeps the histograms of the stages, and warns before a
/// bound is broken.
/// </summary>
internal sealed class StatusBoard : IObjectObserver, IDisposable
{
    private const double Close = 0.8;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<int, IReadOnlyDictionary<string, ObjectCounts>> partitions = new();
    private readonly Dictionary<string, DomainWatch> domains;
    private readonly TiersConfiguration tiers;
    private readonly StatusFiles files;
    private readonly string tenant;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Meter meter = new("Syntra.Realtime");
    private readonly Histogram<double> stages;
    private readonly Histogram<double> whole;
    private Func<IReadOnlyList<ObjectKindSnapshot>> delivery = static () => [];

    internal StatusBoard(string tenant, TiersConfiguration tiers, StatusFiles files, TimeProvider time, ILoggerFactory loggers)
    {
        this.tenant = tenant;
        this.tiers = tiers;
        this.files = files;
        this.time = time;
        log = loggers.CreateLogger<StatusBoard>();
        domains = tiers.Objects.ToDictionary(d => d.Name, d => new DomainWatch(d), StringComparer.Ordinal);
        stages = meter.CreateHistogram<double>("syntra.realtime.stage", "s", "Time in each stage from the event to Fusion's acknowledgement");
        whole = meter.CreateHistogram<double>("syntra.realtime.latency", "s", "From the event in the source to Fusion's acknowledgement");
    }

    /// <summary>Watches the charge flow of this process; null where it is not here.</summary>
    internal ChargeWatch? Charges { get; init; }

    /// <inheritdoc/>
    public void Stands(int partition, IReadOnlyDictionary<string, ObjectCounts> counts) => partitions[partition] = counts;

    /// <inheritdoc/>
    public void Left(int partition) => partitions.TryRemove(partition, out _);

    /// <inheritdoc/>
    public void Acknowledged(ObjectTimes times)
    {
        if (domains.TryGetValue(times.Domain, out var watch))
        {
            watch.Acknowledged(times);
        }

        var domain = new KeyValuePair<string, object?>("domain", times.Domain);
        whole.Record((times.AcknowledgedAt - times.EventAt).TotalSeconds, domain);
        Stage("received", times.EventAt, times.ReceivedAt);
        Stage("kafka", times.ReceivedAt, times.DecidedAt);
        Stage("decided", times.DecidedAt, times.DeliveredAt);
        Stage("delivered", times.DeliveredAt, times.SentAt);
        Stage("acknowledged", times.SentAt, times.AcknowledgedAt);

        void Stage(string name, DateTimeOffset from, DateTimeOffset to) => stages.Record((to - from).TotalSeconds, domain, new KeyValuePair<string, object?>("stage", name));
    }

    /// <summary>Where the delivery can be asked.</summary>
    internal void Watch(Func<IReadOnlyList<ObjectKindSnapshot>> snapshot) => delivery = snapshot;

    /// <summary>Writes until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            files.Write(Read());
        }
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
    }

    /// <summary>How everything stands now.</summary>
    internal StatusReport Read()
    {
        var now = time.GetUtcNow();
        var kinds = delivery().ToDictionary(k => k.Kind);
        var all = domains.Values.Select(watch =>
        {
            var counts = partitions.Values.Select(p => p.GetValueOrDefault(watch.Domain.Name, ObjectCounts.Zero)).Aggregate(ObjectCounts.Zero, (sum, one) => sum.Plus(one, 1));
            var status = watch.Read(counts, kinds.GetValueOrDefault(watch.Domain.Kind)?.Oldest, now);
            Warn(watch, status);
            return status;
        }).ToList();
        var next = StatusAdvice.Of(all, [.. kinds.Values]);
        return Charges?.Read(tiers) is { } charges
            ? new StatusReport(true, tenant, now, Environment.ProcessId, [charges, .. all], [.. Charges.Advice(charges), .. next])
            : new StatusReport(true, tenant, now, Environment.ProcessId, all, next);
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private void Warn(DomainWatch watch, DomainStatus status)
    {
        bool risk = status.LagSeconds > Close * status.BoundSeconds;
        if (risk && !watch.AtRisk)
        {
            log.LogWarning("Domain {Domain} is {Lag} s behind, its bound is {Bound} s", status.Name, status.LagSeconds, status.BoundSeconds);
        }

        watch.AtRisk = risk;
    }
}
