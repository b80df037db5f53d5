using Syntra.Contracts;

namespace Syntra.Topology.Objects.Pipeline;

/// <summary>Watches the objects of this instance. Called on stream threads: it must be quick and must not throw.</summary>
public interface IObjectObserver
{
    /// <summary>How the objects of one partition stand; replaces what was said of it before.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="counts">By domain.</param>
    void Stands(int partition, IReadOnlyDictionary<string, ObjectCounts> counts);

    /// <summary>The partition is no longer here.</summary>
    void Left(int partition);

    /// <summary>Fusion has acknowledged a version.</summary>
    void Acknowledged(ObjectTimes times);
}

/// <summary>How objects stand.</summary>
/// <param name="Objects">Objects known.</param>
/// <param name="InFlight">With an instruction under way.</param>
/// <param name="Scheduled">Waiting for the end of their window.</param>
/// <param name="Parked">Waiting for something in Fusion.</param>
/// <param name="Held">Waiting for a person.</param>
/// <param name="Received">Versions received: the sum of the five that follow.</param>
/// <param name="Applied">Acknowledged.</param>
/// <param name="ZeroDelta">Changed nothing.</param>
/// <param name="Stale">Older than known, or superseded.</param>
/// <param name="DeadLettered">Refused.</param>
/// <param name="Open">Under way or waiting.</param>
/// <param name="OpenAmount">At stake in those, in the tenant's currency.</param>
public sealed record ObjectCounts(
    long Objects, long InFlight, long Scheduled, long Parked, long Held, long Received, long Applied, long ZeroDelta, long Stale, long DeadLettered, long Open, decimal OpenAmount)
{
    /// <summary>Nothing.</summary>
    public static ObjectCounts Zero { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0m);

    /// <summary>The sum of both, the second one with a sign.</summary>
    public ObjectCounts Plus(ObjectCounts other, int sign) => new(
        Objects + (sign * other.Objects), InFlight + (sign * other.InFlight), Scheduled + (sign * other.Scheduled), Parked + (sign * other.Parked),
        Held + (sign * other.Held), Received + (sign * other.Received), Applied + (sign * other.Applied), ZeroDelta + (sign * other.ZeroDelta),
        Stale + (sign * other.Stale), DeadLettered + (sign * other.DeadLettered), Open + (sign * other.Open), OpenAmount + (sign * other.OpenAmount));
}

/// <summary>When one version passed each stage.</summary>
/// <param name="Domain">Its line in tiers.yaml.</param>
/// <param name="Outcome">What Fusion did.</param>
/// <param name="EventAt">It happened in the source.</param>
/// <param name="ReceivedAt">The receiver or poller read it.</param>
/// <param name="DecidedAt">The streams decided that it leaves; in Kafka until then.</param>
/// <param name="DeliveredAt">The delivery read the instruction.</param>
/// <param name="SentAt">The last call to Fusion began.</param>
/// <param name="AcknowledgedAt">Fusion's answer was there.</param>
public sealed record ObjectTimes(
    string Domain, ObjectOutcome Outcome, DateTimeOffset EventAt, DateTimeOffset ReceivedAt, DateTimeOffset DecidedAt, DateTimeOffset DeliveredAt, DateTimeOffset SentAt, DateTimeOffset AcknowledgedAt);
