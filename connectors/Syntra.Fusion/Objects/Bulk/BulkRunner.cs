using Microsoft.Extensions.Logging;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Objects.Delivery;
using Syntra.Fusion.Objects.Limits;
using Syntra.Fusion.Objects.Progress;
using Syntra.Fusion.Objects.Queues;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Bulk;

/// <summary>
/// One kind by file: gathers by time or number, and has one batch under way. An object is in one batch at a time and its next version waits for the receipts,
/// so its order is kept across batches. After a restart the batch that was under way comes to its end before another is made.
/// </summary>
internal sealed class BulkRunner : IKindRunner, IBulkLog
{
    /// <summary>The members of a restored batch have no receipts, so they are read again; where they are not, the input was tampered with.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly BulkConnector _connector;
    private readonly ObjectParts _parts;
    private readonly KindBoard _board;
    private readonly Dictionary<string, long> _standing;
    private readonly Action<Settlement> _settle;
    private readonly Action<Exception> _failed;
    private readonly CancellationToken _stop;
    private readonly ObjectQueue _queue;
    private readonly HashSet<string> _awaited;
    private readonly Task _loop;
    private TaskCompletionSource _changed = NewSignal();
    private DateTimeOffset? _since;
    private int _inFlight;

    public BulkRunner(BulkConnector connector, ObjectParts parts, KindBoard board, RestoredKind restored, Action<Settlement> settle, Action<Exception> failed, CancellationToken stop)
    {
        (_connector, _parts, _board, _standing) = (connector, parts, board, restored.Standing);
        (_settle, _failed, _stop) = (settle, failed, stop);
        _queue = new ObjectQueue(key => _standing.GetValueOrDefault(key, -1), parts.Options.Fresh);
        Current = restored.Bulk;
        _awaited = [.. Current is { Stage: not BulkStage.Loading } open ? open.Members.Select(m => m.IdempotencyKey) : []];
        connector.Open(this);
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    public BulkBatch? Current { get; private set; }

    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    public async ValueTask WriteAsync(BulkBatch batch, CancellationToken ct)
    {
        var written = NewSignal();
        _settle(new Settlement([], () => written.TrySetResult()) { Notes = [_parts.Codec.Bulk(_connector.Kind, batch)] });
        await written.Task.WaitAsync(ct);
        Current = batch;
    }

    public void Add(IReadOnlyList<ObjectWork> works)
    {
        lock (_lock)
        {
            foreach (var work in works)
            {
                _board.Received(work.Instruction.EventTime);
                _awaited.Remove(work.Instruction.IdempotencyKey);
                _queue.Add(work);
            }

            _since ??= Now;
        }

        Signal();
    }

    public ObjectKindSnapshot Snapshot()
    {
        lock (_lock)
        {
            return _board.Snapshot(_queue.Count, _inFlight, 1, null);
        }
    }

    public async ValueTask DisposeAsync() => await _loop;

    private DateTimeOffset Now => _parts.Time.GetUtcNow();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        try
        {
            await RecoverAsync();
            while (true)
            {
                await DeliverAsync(await GatherAsync());
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The next life finds the batch in the topic and asks Fusion what came of it.
        }
        catch (Exception failure)
        {
            // The boundary of the kind's loop: what is no answer of Fusion is a mistake of ours and ends the session.
            _failed(failure);
        }
    }

    /// <summary>Ends the batch of a former life and gives its members their receipts, before anything newer leaves.</summary>
    private async Task RecoverAsync()
    {
        if (Current is not { Stage: not BulkStage.Loading } batch)
        {
            return;
        }

        _parts.Log.LogInformation("{Kind}: batch {Batch} of {Count} is under way from before the restart ({Stage})", _connector.Kind, BulkBatchId.Of(batch), batch.Members.Count, batch.Stage);
        var known = await InsistAsync();
        await SeenAsync(Now + s_patience);
        var flights = Take(int.MaxValue);
        var ended = flights.Where(f => known.ContainsKey(f.Work.Instruction.IdempotencyKey)).ToList();
        Settle([.. ended.Select(f => (f, known[f.Work.Instruction.IdempotencyKey]))], closes: true);
        foreach (var piece in flights.Except(ended).Chunk(_connector.Settings.Rows))
        {
            await DeliverAsync(piece);
        }
    }

    private async Task<IReadOnlyDictionary<string, ObjectResult>> InsistAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await _connector.FinishAsync(_stop);
            }
            catch (FusionException failure) when (failure.Kind != FusionErrorKind.Poison || ObjectErrors.IsConflict(failure))
            {
                await PauseAsync(failure, attempt, _connector.Kind.ToString());
            }
        }
    }

    private async Task SeenAsync(DateTimeOffset until)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_awaited.Count == 0)
                {
                    return;
                }

                if (Now >= until)
                {
                    _parts.Log.LogWarning("{Kind}: {Count} members of the batch under way are not in the input any more", _connector.Kind, _awaited.Count);
                    return;
                }

                changed = _changed.Task;
            }

            await WaitAsync(changed, until - Now);
        }
    }

    private async Task<IReadOnlyList<Flight>> GatherAsync()
    {
        while (true)
        {
            Task changed;
            var wait = Timeout.InfiniteTimeSpan;
            lock (_lock)
            {
                changed = _changed.Task;
                if (_queue.Ready > 0)
                {
                    wait = (_since ??= Now) + _connector.Settings.After - Now;
                    wait = _queue.Ready >= _connector.Settings.Rows || wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
                }
            }

            if (wait != TimeSpan.Zero)
            {
                await WaitAsync(changed, wait);
            }
            else if (Take(_connector.Settings.Rows) is { Count: > 0 } flights)
            {
                return flights;
            }
        }
    }

    private async Task WaitAsync(Task changed, TimeSpan most)
    {
        try
        {
            await changed.WaitAsync(most < TimeSpan.Zero && most != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : most, _parts.Time, _stop);
        }
        catch (TimeoutException)
        {
            // The time that was given has passed; the caller looks again.
        }
    }

    private IReadOnlyList<Flight> Take(int most)
    {
        lock (_lock)
        {
            var stale = new List<ObjectWork>();
            var flights = _queue.Take(Math.Min(most, Math.Max(_queue.Ready, 1)), Now, stale);
            _since = _queue.Ready > 0 ? Now : null;
            if (stale.Count > 0)
            {
                var ended = stale.Select(w => (w, ObjectReceipts.Stale(w, _standing[w.Instruction.ObjectKey], Now))).ToList();
                _board.Settled(ended);
                _settle(new Settlement(ended, static () => { }));
            }

            return flights;
        }
    }

    /// <summary>One batch to its end, however often that must be tried.</summary>
    private async Task DeliverAsync(IReadOnlyList<Flight> flights)
    {
        for (var attempt = 1; flights.Count > 0; attempt++)
        {
            Begin(flights);
            var results = await _connector.DeliverAsync([.. flights.Select(f => new ObjectAttempt(f.Work.Instruction, IsFirst: false))], NoCallPlaces.Instance, _stop);
            var again = flights.Where((_, i) => results[i] is ObjectResult.Again).ToList();
            Settle([.. flights.Zip(results).Where(r => r.Second is not ObjectResult.Again)], closes: again.Count == 0);
            if (again.Count == 0)
            {
                return;
            }

            flights = again;
            if (Now - flights[0].Work.FirstSentAt > _parts.Options.RetryFor)
            {
                GiveUp(flights);
                return;
            }

            await PauseAsync(results.OfType<ObjectResult.Again>().First().Cause, attempt, flights[0].Work.Instruction.IdempotencyKey);
        }
    }

    private void Begin(IReadOnlyList<Flight> flights)
    {
        var now = Now;
        lock (_lock)
        {
            _inFlight = flights.Count;
        }

        foreach (var flight in flights)
        {
            flight.Work.Attempts++;
            flight.Work.FirstSentAt ??= now;
            flight.Work.SentAt = now;
        }
    }

    private async Task PauseAsync(FusionException cause, int attempt, string seed)
    {
        var options = _parts.Options;
        _board.Troubled($"{cause.Operation}: {(cause.Status is { } status ? ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture) : cause.Kind.ToString())}");
        _parts.Log.LogInformation("{Kind}: attempt {Attempt} at the batch came to nothing ({Operation}, {Trouble})", _connector.Kind, attempt, cause.Operation, cause.Kind);
        var pause = cause.Kind == FusionErrorKind.FatalConfiguration ? options.PauseProbe : BackOff.Next(options.BackOff, options.MaximumBackOff, attempt, seed);
        await Task.Delay(cause.RetryAfter is { } asked && asked > pause ? asked : pause, _parts.Time, _stop);
    }

    private void GiveUp(IReadOnlyList<Flight> flights)
    {
        flights.ToList().ForEach(f => f.Lane.Return(f.Superseded));
        End([.. flights.Select(f => (f.Lane, f.Work, ObjectReceipts.GivenUp(f.Work, ReasonCodes.NoCertainAnswer, Now)))], closes: true);
    }

    private void Settle(IReadOnlyList<(Flight Flight, ObjectResult Result)> results, bool closes)
    {
        var ended = new List<(ObjectLane, ObjectWork, ObjectReceipt)>();
        var now = Now;
        lock (_lock)
        {
            foreach (var (flight, result) in results)
            {
                if (result is ObjectResult.Done done)
                {
                    _standing[flight.Lane.Key] = Math.Max(_standing.GetValueOrDefault(flight.Lane.Key, -1), flight.Work.Instruction.SourceVersion);
                    ended.AddRange(flight.Superseded.Select(w => (flight.Lane, w, ObjectReceipts.Superseded(w, flight.Work, now))));
                    ended.Add((flight.Lane, flight.Work, ObjectReceipts.Done(flight.Work, done, now)));
                }
                else
                {
                    // What the refused version would have made unnecessary has its own chance again.
                    flight.Lane.Return(flight.Superseded);
                    ended.Add((flight.Lane, flight.Work, ObjectReceipts.Refused(flight.Work, (ObjectResult.Refused)result, now)));
                }
            }
        }

        if (ended.Count > 0)
        {
            _board.Answered(now);
        }

        End(ended, closes);
    }

    /// <summary>The receipts, and that the batch is no more, are one transaction.</summary>
    private void End(IReadOnlyList<(ObjectLane Lane, ObjectWork Work, ObjectReceipt Receipt)> ended, bool closes)
    {
        _board.Settled([.. ended.Select(e => (e.Work, e.Receipt))]);

        if (closes)
        {
            Current = null;
        }

        _settle(new Settlement([.. ended.Select(e => (e.Work, e.Receipt))], () => Release(ended)) { Notes = closes ? [_parts.Codec.Bulk(_connector.Kind, null)] : [] });
    }

    private void Release(IReadOnlyList<(ObjectLane Lane, ObjectWork Work, ObjectReceipt Receipt)> ended)
    {
        lock (_lock)
        {
            foreach (var lane in ended.GroupBy(e => e.Lane))
            {
                _queue.Release(lane.Key, lane.Count());
            }

            _inFlight = Math.Max(0, _inFlight - ended.Count);
            _since ??= _queue.Ready > 0 ? Now : null;
        }

        Signal();
    }

    private void Signal()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.TrySetResult();
    }
}

/// <summary>What the delivery topic says of one kind.</summary>
/// <param name="Standing">Newest version that stands, by object key.</param>
/// <param name="Bulk">The batch that is under way by file, or null.</param>
internal sealed record RestoredKind(Dictionary<string, long> Standing, BulkBatch? Bulk);
