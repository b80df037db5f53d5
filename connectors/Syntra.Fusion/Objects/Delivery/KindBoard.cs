using System.Diagnostics.Metrics;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Queues;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Delivery;

/// <summary>What one kind has come to; outlives sessions. Thread-safe.</summary>
internal sealed class KindBoard(ObjectKind kind)
{
    private static readonly Counter<long> s_receipts = FusionMetrics.Meter.CreateCounter<long>("syntra.fusion.object.receipts", description: "Object receipts by kind and outcome");
    private static readonly Histogram<double> s_hop = FusionMetrics.Meter.CreateHistogram<double>("syntra.fusion.object.hop", "s", "From reading an instruction to Fusion's answer");
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectOutcome, long> _receipts = [];
    private readonly SortedDictionary<DateTimeOffset, int> _events = [];
    private readonly string _kind = kind.ToString();
    private DateTimeOffset? _answered;
    private string? _trouble;

    public void Received(DateTimeOffset eventTime)
    {
        lock (_lock)
        {
            _events[eventTime] = _events.GetValueOrDefault(eventTime) + 1;
        }
    }

    public void Settled(IReadOnlyList<(ObjectWork Work, ObjectReceipt Receipt)> ended)
    {
        lock (_lock)
        {
            foreach (var (_, receipt) in ended)
            {
                Settle(receipt);
            }
        }
    }

    public void Answered(DateTimeOffset at)
    {
        lock (_lock)
        {
            _answered = at;
            _trouble = null;
        }
    }

    public void Troubled(string trouble)
    {
        lock (_lock)
        {
            _trouble = trouble;
        }
    }

    /// <summary>A new session reads again what had no receipt.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            _events.Clear();
        }
    }

    public ObjectKindSnapshot Snapshot(int waiting, int inFlight, int limit, DateTimeOffset? closedUntil)
    {
        lock (_lock)
        {
            DateTimeOffset? oldest = null;
            foreach (var at in _events.Keys)
            {
                oldest = at;
                break;
            }

            return new ObjectKindSnapshot(kind, waiting, inFlight, limit, oldest, _answered, new Dictionary<ObjectOutcome, long>(_receipts), closedUntil, _trouble);
        }
    }

    private void Settle(ObjectReceipt receipt)
    {
        if (s_receipts.Enabled)
        {
            s_receipts.Add(1, new("kind", _kind), new("outcome", receipt.Outcome.ToString()));
        }

        s_hop.Record((receipt.AnsweredAt - receipt.ReceivedAt).TotalSeconds, new KeyValuePair<string, object?>("kind", _kind));
        _receipts[receipt.Outcome] = _receipts.GetValueOrDefault(receipt.Outcome) + 1;
        var left = _events.GetValueOrDefault(receipt.EventTime) - 1;
        if (left > 0)
        {
            _events[receipt.EventTime] = left;
        }
        else
        {
            _events.Remove(receipt.EventTime);
        }
    }
}
