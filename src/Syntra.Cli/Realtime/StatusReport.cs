namespace Syntra.Cli.Realtime;

/// <summary>How a tenant's domains stand at one moment; what <c>syntra status --json</c> prints.</summary>
/// <param name="Running">Whether the runtime wrote this within the last seconds.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="At">When it was written.</param>
/// <param name="Process">Its process id.</param>
/// <param name="Domains">The domains in the order of tiers.yaml.</param>
/// <param name="Next">What to do next, most urgent first; empty where all is well.</param>
internal sealed record StatusReport(bool Running, string Tenant, DateTimeOffset At, int Process, IReadOnlyList<DomainStatus> Domains, IReadOnlyList<string> Next);

/// <summary>One domain.</summary>
/// <param name="Name">Its name in tiers.yaml.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="BoundSeconds">From event to acknowledgement.</param>
/// <param name="LagSeconds">Age of the oldest event that Fusion has not acknowledged; 0 where all are.</param>
/// <param name="LagAmount">At stake in what is open, in the tenant's currency.</param>
/// <param name="BudgetLeftSeconds">Bound less lag; negative where the bound is broken.</param>
/// <param name="LastEventAt">Event time of the newest version acknowledged.</param>
/// <param name="LastAcknowledgedAt">When Fusion last acknowledged a version.</param>
/// <param name="LatencyP50Ms">Event to acknowledgement over the last minute; null where there was none.</param>
/// <param name="LatencyP99Ms">The same.</param>
/// <param name="Open">Versions under way or waiting.</param>
/// <param name="InFlight">Objects with an instruction under way.</param>
/// <param name="Scheduled">Objects that wait for their window.</param>
/// <param name="Parked">Objects that wait for something in Fusion.</param>
/// <param name="Held">Objects that wait for a person.</param>
/// <param name="DeadLettered">Versions refused.</param>
/// <param name="Received">Versions received = applied + zeroDelta + stale + deadLettered + open.</param>
/// <param name="Applied">Acknowledged.</param>
/// <param name="ZeroDelta">Changed nothing.</param>
/// <param name="Stale">Older than known, or superseded.</param>
internal sealed record DomainStatus(
    string Name, string Tier, double BoundSeconds, double LagSeconds, decimal LagAmount, double BudgetLeftSeconds, DateTimeOffset? LastEventAt, DateTimeOffset? LastAcknowledgedAt,
    double? LatencyP50Ms, double? LatencyP99Ms, long Open, long InFlight, long Scheduled, long Parked, long Held, long DeadLettered, long Received, long Applied, long ZeroDelta, long Stale);
