using System.Diagnostics.Metrics;
using Syntra.Contracts;
using Syntra.Fusion.Delivery.Machine;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Delivery;

/// <summary>What is on its way and what has been counted; read by the display, written by intake and batches.</summary>
internal sealed class DeliveryBoard
{
    private static readonly Counter<long> s_receipts = FusionMetrics.Meter.CreateCounter<long>("syntra.fusion.receipts", description: "Receipts by outcome");
    private static readonly Histogram<double> s_stages = FusionMetrics.Meter.CreateHistogram<double>("syntra.fusion.stage", "s", "Time that a batch stayed in a state");
    private const int MostLive = 2_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, BatchWork> _live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<DeliveryState, (long Count, TimeSpan Total, TimeSpan Maximum)> _timings = [];
    private readonly List<(string BatchId, DateTimeOffset At)> _ended = [];
    private long _done;
    private long _accepted;
    private long _rejected;
    private long _abandoned;
    private long _repeated;
    private int _buffered;

    /// <summary>Whether another cut may be made: not while many batches wait for their turn. Held ones do not count, up to a point.</summary>
    public bool HasRoom(int moving)
    {
        lock (_lock)
        {
            return _live.Count < MostLive && _live.Values.Count(w => !w.IsHeld) < moving;
        }
    }

    /// <summary>A new session knows only what it restores; counters go on.</summary>
    public void Reset(IEnumerable<DeliveryStatus> ended)
    {
        lock (_lock)
        {
            _live.Clear();
            _records.Clear();
            _ended.Clear();
            _ended.AddRange(ended.Select(s => (s.BatchId, s.ChangedAt)));
            _buffered = 0;
        }
    }

    public void Add(BatchWork work)
    {
        lock (_lock)
        {
            _live.Add(work.Batch.BatchId, work);
            foreach (var instruction in work.Batch.Instructions)
            {
                if (!_records.TryAdd(instruction.RecordId, instruction.IdempotencyKey))
                {
                    throw new DeliveryStateException($"Record {instruction.RecordId} is on its way twice; its versions must follow one another.");
                }
            }
        }
    }

    public void Remove(BatchWork work)
    {
        lock (_lock)
        {
            _live.Remove(work.Batch.BatchId);
            _ended.Add((work.Batch.BatchId, work.Status.ChangedAt));
            foreach (var instruction in work.Batch.Instructions)
            {
                _records.Remove(instruction.RecordId);
            }
        }
    }

    /// <summary>Idempotency key of the record's instruction that is on its way, or null.</summary>
    public string? KeyOf(string recordId)
    {
        lock (_lock)
        {
            return _records.GetValueOrDefault(recordId);
        }
    }

    /// <summary>Ended batches whose last state may go from the topic; each is given out once.</summary>
    public IReadOnlyList<string> TakeOldEnded(DateTimeOffset before)
    {
        lock (_lock)
        {
            var old = _ended.Where(e => e.At < before).Select(e => e.BatchId).ToList();
            _ended.RemoveAll(e => e.At < before);
            return old;
        }
    }

    public void Buffered(int count)
    {
        lock (_lock)
        {
            _buffered = count;
        }
    }

    public void Repeated()
    {
        lock (_lock)
        {
            _repeated++;
        }
    }

    public void Moved(DeliveryStatus from, DeliveryStatus to)
    {
        var stayed = to.ChangedAt - from.ChangedAt;
        s_stages.Record(stayed.TotalSeconds, new KeyValuePair<string, object?>("state", from.State.ToString()));
        lock (_lock)
        {
            var (count, total, maximum) = _timings.GetValueOrDefault(from.State);
            _timings[from.State] = (count + 1, total + stayed, stayed > maximum ? stayed : maximum);
            _abandoned += to.State == DeliveryState.Sealed ? 1 : 0;
            _done += to.State == DeliveryState.Done ? 1 : 0;
        }
    }

    public void Answered(IReadOnlyList<JournalReceipt> receipts)
    {
        var accepted = receipts.Count(r => r.Outcome == ReceiptOutcome.Accepted);
        s_receipts.Add(accepted, new KeyValuePair<string, object?>("outcome", nameof(ReceiptOutcome.Accepted)));
        s_receipts.Add(receipts.Count - accepted, new KeyValuePair<string, object?>("outcome", nameof(ReceiptOutcome.Rejected)));
        lock (_lock)
        {
            _accepted += accepted;
            _rejected += receipts.Count - accepted;
        }
    }

    public DeliverySnapshot Snapshot(string? pausedReason)
    {
        lock (_lock)
        {
            return new DeliverySnapshot
            {
                PausedReason = pausedReason,
                Batches = _live.Values.GroupBy(w => w.Status.State).ToDictionary(g => g.Key, g => g.Count()),
                InstructionsInFlight = _live.Values.Sum(w => w.Batch.Instructions.Count),
                InstructionsBuffered = _buffered,
                BatchesDone = _done,
                Accepted = _accepted,
                Rejected = _rejected,
                AttemptsAbandoned = _abandoned,
                RepeatedInputs = _repeated,
                Timings = [.. _timings.OrderBy(t => t.Key).Select(t => new StageTiming(t.Key, t.Value.Count, t.Value.Total, t.Value.Maximum))],
                Held = [.. _live.Values.Where(w => w.Reason is not null).Select(w => new HeldBatch(w.Batch.BatchId, w.Status.State, w.Reason!))],
            };
        }
    }
}
