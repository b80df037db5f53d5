using System.Diagnostics.Metrics;

namespace Syntra.Cerner.Events.Receiving;

/// <summary>Counters of the receiver, on meter <c>Syntra.Cerner.Hooks</c>; senders that do not exist are counted together.</summary>
internal sealed class HookMetrics : IDisposable
{
    private readonly Meter _meter = new("Syntra.Cerner.Hooks");
    private readonly Histogram<double> _seconds;
    private readonly Counter<long> _leftOut;

    internal HookMetrics()
    {
        _seconds = _meter.CreateHistogram<double>("syntra.hooks.answer.duration", "s", "From the request's head to the answer, Kafka's acknowledgement included");
        _leftOut = _meter.CreateCounter<long>("syntra.hooks.left_out", "{resource}", "Resources that were acknowledged and left out, since the sender's resources do not name their type");
    }

    public void Dispose() => _meter.Dispose();

    internal void Answered(string? tenant, string? sender, HookAnswer answer, TimeSpan elapsed)
    {
        KeyValuePair<string, object?>[] who = [new("tenant", tenant ?? "unknown"), new("sender", sender ?? "unknown")];
        _seconds.Record(elapsed.TotalSeconds, [.. who, new("status", answer.Status), new("code", answer.Code)]);
        if (answer.LeftOut > 0)
        {
            _leftOut.Add(answer.LeftOut, who);
        }
    }
}
