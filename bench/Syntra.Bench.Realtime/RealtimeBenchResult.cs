namespace Syntra.Bench.Realtime;

/// <summary>One part of the way.</summary>
/// <param name="P50Ms">Half are quicker.</param>
/// <param name="P99Ms">99 of 100 are quicker.</param>
/// <param name="MaxMs">The slowest.</param>
internal sealed record HopResult(double P50Ms, double P99Ms, double MaxMs);

/// <summary>What came of it. All latencies count from the moment at which an event was due to be sent.</summary>
/// <param name="Rate">Events per second.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="Events">Events answered with 2xx.</param>
/// <param name="WebhookP50Ms">To the receiver's 2xx.</param>
/// <param name="WebhookP99Ms">To the receiver's 2xx.</param>
/// <param name="AckP50Ms">To Fusion's acknowledgement.</param>
/// <param name="AckP99Ms">To Fusion's acknowledgement.</param>
/// <param name="AckMaxMs">The slowest.</param>
/// <param name="Lost">Events answered with 2xx that neither they nor a newer version of their object was acknowledged.</param>
/// <param name="Duplicates">Objects that Fusion has twice, and changes that were made twice.</param>
/// <param name="OutOfOrder">Changes of an object to an older version than it had.</param>
/// <param name="Retries">Requests that were sent again because they were not answered with 2xx.</param>
/// <param name="Hops">The part of each hop: received, kafka, decided, delivered, acknowledged.</param>
/// <param name="CpuSeconds">CPU of the runtime, by process: runtime, broker, sandbox, load (its last life where it was killed).</param>
/// <param name="Load">The machine's load average before and after; other work shares it.</param>
internal sealed record RealtimeBenchResult(
    int Rate, int Seconds, long Events, double WebhookP50Ms, double WebhookP99Ms, double AckP50Ms, double AckP99Ms, double AckMaxMs, long Lost, long Duplicates, long OutOfOrder, long Retries,
    IReadOnlyDictionary<string, HopResult> Hops, IReadOnlyDictionary<string, double> CpuSeconds, string Load)
{
    /// <summary>Where Fusion was down.</summary>
    public OutageResult? Outage { get; init; }

    /// <summary>How often the runtime was killed.</summary>
    public int Kills { get; init; }
}

/// <summary>What an outage did.</summary>
/// <param name="Seconds">How long Fusion was down.</param>
/// <param name="Backlog">Events whose acknowledgement was open when it came back.</param>
/// <param name="DrainSeconds">Until the last of them was acknowledged.</param>
/// <param name="DrainPerSecond">Backlog per second of draining; what came meanwhile is not counted in.</param>
/// <param name="DrainTimesLive">The same beside the live rate.</param>
/// <param name="FreshAckP50Ms">Acknowledgement of events that came after Fusion was back and while the backlog drained.</param>
/// <param name="FreshAckP99Ms">The same.</param>
/// <param name="NinetyPercentSeconds">Until nine of ten of the backlog were acknowledged.</param>
/// <param name="CpuSeconds">CPU of each process while the backlog drained.</param>
internal sealed record OutageResult(
    double Seconds, long Backlog, double DrainSeconds, double DrainPerSecond, double DrainTimesLive, double FreshAckP50Ms, double FreshAckP99Ms, double NinetyPercentSeconds, IReadOnlyDictionary<string, double> CpuSeconds);
