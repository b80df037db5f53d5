using System.Diagnostics.Metrics;

namespace Syntra.Cerner.Events.Receiving;

/// <summary>Counters of the receiver, on meter <c>Syntra.Cerner.Hooks</c>; senders that do not exist are counted together.</summary>
internal sealed class HookMetrics : IDisposable
{
    private readonly Meter _meter = new("Syntra.Cerner.Hooks");
    private readonly Histogram<double> _seconds;

    internal HookMetrics() =>
        _seconds = _meter.CreateHistogram<double>("syntra.hooks.answer.duration", "s", "From the request's head to the answer, Kafka's acknowledgement included");

    public void Dispose() => _meter.Dispose();

    internal void Answered(string? tenant, string? sender, HookAnswer answer, TimeSpan elapsed) => _seconds.Record(
        elapsed.TotalSeconds,
        new KeyValuePair<string, object?>("tenant", tenant ?? "unknown"),
        new KeyValuePair<string, object?>("sender", sender ?? "unknown"),
        new KeyValuePair<string, object?>("status", answer.Status),
        new KeyValuePair<string, object?>("code", answer.Code));
}
