using Microsoft.Extensions.Logging;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Objects.Limits;
using Syntra.Fusion.Objects.Progress;
using Syntra.Fusion.Objects.Queues;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Delivery;

/// <summary>
/// The calls of one kind of object: as many at the same time as Fusion takes, one per object, several objects together where there is a
/// backlog and Fusion offers it. Ends each instruction with one settlement.
/// </summary>
internal sealed class KindRunner : IKindRunner, ICallPlaces
{
    private const int LongFlight = 10;
    private readonly Lock _lock = new();
    private readonly IObjectConnector _connector;
    private readonly ObjectDeliveryOptions _options;
    private readonly KindBoard _board;
    private readonly Action<Settlement> _settle;
    private readonly Action<Exception> _failed;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationToken _stop;
    private readonly Dictionary<string, long> _standing;
    private readonly ObjectQueue _queue;
    private readonly AdaptiveLimit _limit;
    private readonly BatchSize _batch;
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private readonly HashSet<Task> _running = [];
    private readonly FlightCount _flights;

    public KindRunner(IObjectConnector connector, ObjectParts parts, KindBoard board, Dictionary<string, long> standing, Action<Settlement> settle, Action<Exception> failed, CancellationToken stop)
    {
        _connector = connector;
        (_options, _time, _log) = (parts.Options, parts.Time, parts.Log);
        _board = board;
        _standing = standing;
        _settle = settle;
        _failed = failed;
        _stop = stop;
        _limit = new AdaptiveLimit(_options.Limit);
        _batch = new BatchSize(connector.MostTogether, _options.BatchTime);
        _flights = new FlightCount(LongFlight * _options.BatchTime);
        _queue = new ObjectQueue(key => _standing.GetValueOrDefault(key, -1), _options.Fresh);
        _timer = _time.CreateTimer(_ => PumpAll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

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

    public void Add(IReadOnlyList<ObjectWork> works)
    {
        lock (_lock)
        {
            foreach (var work in works)
            {
                _board.Received(work.Instruction.EventTime);
                _queue.Add(work);
            }
        }

        PumpAll();
    }

    public ObjectKindSnapshot Snapshot()
    {
        lock (_lock)
        {
            var closed = _limit.ClosedUntil > _time.GetUtcNow() ? _limit.ClosedUntil : (DateTimeOffset?)null;
            return _board.Snapshot(_queue.Count, _limit.InFlight, _limit.Limit, closed);
        }
    }

    bool ICallPlaces.TryEnter(out DateTimeOffset at)
    {
        lock (_lock)
        {
            at = _time.GetUtcNow();
            return !_stop.IsCancellationRequested && _limit.TryEnter(at);
        }
    }

    void ICallPlaces.Exit(DateTimeOffset at, ObjectResult? result)
    {
        lock (_lock)
        {
            Leave(at, _time.GetUtcNow(), 1, result is null ? [] : [result]);
        }
    }

    void ICallPlaces.Cancel()
    {
        lock (_lock)
        {
            _limit.Cancel();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] running;
        await _timer.DisposeAsync();
        lock (_lock)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running);
    }

    private void PumpAll() => Pump(goesOn: false);

    /// <summary>Sends what may leave now, and sets the timer for what may leave later.</summary>
    /// <param name="goesOn">Whether the caller takes one of those that leave on itself: it is returned instead of being started.</param>
    private Departure? Pump(bool goesOn)
    {
        lock (_lock)
        {
            if (_stop.IsCancellationRequested)
            {
                return null;
            }

            Departure? own = null;
            var now = _time.GetUtcNow();
            _queue.Wake(now);
            while (_queue.Ready > 0 && _flights.MayBegin(MostFlights(), now) && _limit.TryEnter(now))
            {
                var stale = new List<ObjectWork>();
                var flights = _queue.Take(Together(), now, stale);
                SettleStale(stale, now);
                if (flights.Count == 0)
                {
                    _limit.Cancel();
                    continue;
                }

                _flights.Begin(now);
                var departure = new Departure(now, flights, [.. flights.Select(Attempt)]);
                if (goesOn && own is null)
                {
                    own = departure;
                }
                else
                {
                    Start(departure);
                }
            }

            SetTimer(now);
            return own;
        }
    }

    private void Start(Departure departure)
    {
        var task = Task.Run(() => FlyAsync(departure), CancellationToken.None);
        _running.Add(task);
        _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>One at a time as long as that is quickest; together when more wait than there are places.</summary>
    private int Together() =>
        _limit.IsProbing ? 1 : Math.Clamp(_queue.Ready / Math.Max(1, MostFlights()), 1, _batch.Now);

    private int MostFlights() => FlightCount.Most(_queue.Ready, _limit.Limit, _batch.Now);

    /// <summary>First is what no life can have tried, no version of it.</summary>
    private ObjectAttempt Attempt(Flight flight)
    {
        var key = flight.Lane.Key;
        var isFirst = _tried.Add(key) && !_standing.ContainsKey(key) && flight.Work.IsNew && flight.Superseded.All(static w => w.IsNew);
        return new ObjectAttempt(flight.Work.Instruction, isFirst);
    }

    private void SetTimer(DateTimeOffset now)
    {
        var due = _queue.Ready > 0 && _limit.ClosedUntil > now ? _limit.ClosedUntil : (DateTimeOffset?)null;
        due = _queue.NextDue is { } next && (due is null || next < due) ? next : due;
        due = _queue.Ready > 0 && _flights.NextLong(now) is { } isLong && (due is null || isLong < due) ? isLong : due;
        if (due is { } at)
        {
            var wait = at - now;
            _timer.Change(wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    private void Forget(Task task)
    {
        lock (_lock)
        {
            _running.Remove(task);
        }
    }

    /// <summary>Flies, and goes on with what may leave after it: a backlog drains without a new task for each call.</summary>
    private async Task FlyAsync(Departure first)
    {
        try
        {
            for (var departure = first; departure is not null; departure = Pump(goesOn: true))
            {
                var flights = departure.Flights;
                var startedAt = _time.GetUtcNow();
                foreach (var flight in flights)
                {
                    flight.Work.Attempts++;
                    flight.Work.FirstSentAt ??= startedAt;
                    flight.Work.SentAt = startedAt;
                }

                var results = await _connector.DeliverAsync(departure.Attempts, this, _stop);
                Land(departure, results, startedAt);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The next life asks Fusion what came of it.
        }
        catch (Exception failure)
        {
            // The boundary of a flight's task: what is no answer of Fusion is a mistake of ours and ends the session.
            _failed(failure);
        }
    }

    private void Land(Departure departure, IReadOnlyList<ObjectResult> results, DateTimeOffset startedAt)
    {
        var flights = departure.Flights;
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            _flights.End(departure.At);
            if (Leave(startedAt, now, flights.Count, results) == LimitSignal.Answered)
            {
                _batch.Took(flights.Count, now - startedAt);
            }

            if (results.Any(r => r is not ObjectResult.Again))
            {
                _board.Answered(now);
            }

            var landed = new List<Landing>(flights.Count);
            for (var i = 0; i < flights.Count; i++)
            {
                if (Settle(flights[i], results[i], now) is { } ended)
                {
                    landed.Add(new Landing(flights[i].Lane, ended));
                }
            }

            End(landed);
        }
    }

    /// <summary>Gives a place back, and learns from how the calls in it went.</summary>
    private LimitSignal Leave(DateTimeOffset startedAt, DateTimeOffset now, int parts, IReadOnlyList<ObjectResult> results)
    {
        var (signal, retryAfter) = Signals.Of(results);
        var wasAway = _limit.IsProbing;
        _limit.Exit(new LimitSample(startedAt, now, parts, signal, retryAfter));
        if (wasAway && !_limit.IsProbing)
        {
            _queue.WakeTurnedAway();
        }

        return signal;
    }

    /// <summary>What has ended, oldest first; null where nothing has.</summary>
    private IReadOnlyList<(ObjectWork Work, ObjectReceipt Receipt)>? Settle(Flight flight, ObjectResult result, DateTimeOffset now)
    {
        switch (result)
        {
            case ObjectResult.Done done:
                _tried.Remove(flight.Lane.Key);
                _standing[flight.Lane.Key] = Math.Max(_standing.GetValueOrDefault(flight.Lane.Key, -1), flight.Work.Instruction.SourceVersion);
                return [.. flight.Superseded.Select(w => (w, ObjectReceipts.Superseded(w, flight.Work, now))), (flight.Work, ObjectReceipts.Done(flight.Work, done, now))];
            case ObjectResult.Refused refused:
                // What the refused version would have made unnecessary has its own chance again.
                flight.Lane.Return(flight.Superseded);
                return [(flight.Work, ObjectReceipts.Refused(flight.Work, refused, now))];
            default:
                return Again(flight, ((ObjectResult.Again)result).Cause, now);
        }
    }

    private IReadOnlyList<(ObjectWork Work, ObjectReceipt Receipt)>? Again(Flight flight, FusionException cause, DateTimeOffset now)
    {
        var work = flight.Work;
        _board.Troubled($"{cause.Operation}: {(cause.Status is { } status ? ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture) : cause.Kind.ToString())}");
        _log.LogDebug("{Kind} {Key} version {Version}: attempt {Attempt} came to nothing ({Operation}, {Trouble})", work.Instruction.Kind, work.Instruction.ObjectKey, work.Instruction.SourceVersion, work.Attempts, cause.Operation, cause.Kind);
        if (cause.Kind == FusionErrorKind.FatalConfiguration)
        {
            _limit.Close(now + _options.PauseProbe);
            _queue.Delay(flight.Lane, [.. flight.Superseded, work], now + _options.PauseProbe);
        }
        else if (now - work.FirstSentAt > _options.RetryFor)
        {
            flight.Lane.Return(flight.Superseded);
            return [(work, ObjectReceipts.GivenUp(work, ReasonCodes.NoCertainAnswer, now))];
        }
        else
        {
            var pause = BackOff.Next(_options.BackOff, _options.MaximumBackOff, work.Attempts, work.Instruction.IdempotencyKey);
            _queue.Delay(flight.Lane, [.. flight.Superseded, work], now + (cause.RetryAfter is { } asked && asked > pause ? asked : pause), Signals.Of(cause) is LimitSignal.Throttled or LimitSignal.Down);
        }

        return null;
    }

    private void SettleStale(List<ObjectWork> stale, DateTimeOffset now)
    {
        if (stale.Count > 0)
        {
            var ended = stale.Select(w => (w, ObjectReceipts.Stale(w, _standing[w.Instruction.ObjectKey], now))).ToList();
            _board.Settled(ended);
            _settle(new Settlement(ended, static () => { }));
        }
    }

    private void End(List<Landing> landed)
    {
        if (landed.Count == 0)
        {
            return;
        }

        var ended = landed.SelectMany(l => l.Ended).ToList();
        _board.Settled(ended);

        // An object's next version waits for the commit: after a crash no older version can follow a newer one.
        _settle(new Settlement(ended, () =>
        {
            lock (_lock)
            {
                landed.ForEach(l => _queue.Release(l.Lane, l.Ended.Count));
            }

            PumpAll();
        }));
    }

    /// <summary>Objects that leave together, and what is tried of each.</summary>
    private sealed record Departure(DateTimeOffset At, IReadOnlyList<Flight> Flights, IReadOnlyList<ObjectAttempt> Attempts);

    /// <summary>One object's versions that have ended.</summary>
    private readonly record struct Landing(ObjectLane Lane, IReadOnlyList<(ObjectWork Work, ObjectReceipt Receipt)> Ended);
}
