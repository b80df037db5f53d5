namespace Syntra.Fusion.Objects.Queues;

/// <summary>
/// What waits for one kind of object. One version of an object at a time; objects do not wait for one another. While a backlog drains,
/// every second place goes to what came last, so that new events do not queue behind old ones; an object of which something new comes
/// counts as new itself. Pure: not thread-safe, no clock.
/// </summary>
/// <param name="standing">Newest version of an object that stands in Fusion, by key; -1 where none is known.</param>
/// <param name="fresh">How long the object that is next must have waited for the others to count as a backlog.</param>
internal sealed class ObjectQueue(Func<string, long> standing, TimeSpan fresh)
{
    private readonly Dictionary<string, ObjectLane> _lanes = new(StringComparer.Ordinal);
    private readonly LinkedList<ObjectLane> _ready = new();
    private readonly PriorityQueue<ObjectLane, DateTimeOffset> _delayed = new();
    private readonly List<ObjectLane> _turnedAway = [];
    private bool _freshNext;

    /// <summary>Instructions that are here or under way.</summary>
    public int Count { get; private set; }

    /// <summary>Objects with work that may leave now.</summary>
    public int Ready => _ready.Count;

    /// <summary>When the next delayed object becomes ready.</summary>
    public DateTimeOffset? NextDue => _delayed.TryPeek(out _, out var due) ? due : null;

    public void Add(ObjectWork work)
    {
        Count++;
        var key = work.Instruction.ObjectKey;
        if (_lanes.TryGetValue(key, out var lane))
        {
            lane.Add(work);
            if (lane is { State: LaneState.Ready, IsSuspect: false })
            {
                _ready.Remove(lane.Place);
                _ready.AddLast(lane.Place);
            }

            return;
        }

        lane = new ObjectLane(key);
        lane.Add(work);
        _lanes.Add(key, lane);
        _ready.AddLast(lane.Place);
    }

    /// <summary>Makes those ready whose time has come.</summary>
    public void Wake(DateTimeOffset now)
    {
        while (_delayed.TryPeek(out var lane, out var due) && due <= now)
        {
            _delayed.Dequeue();

            // A lane that was woken earlier and delayed again stands here a second time, with its own moment.
            if (lane.State == LaneState.Delayed && lane.Due == due)
            {
                Wake(lane);
            }
        }
    }

    /// <summary>Fusion is back: makes those ready that waited for nothing else.</summary>
    public void WakeTurnedAway()
    {
        foreach (var lane in _turnedAway)
        {
            if (lane is { State: LaneState.Delayed, IsTurnedAway: true })
            {
                Wake(lane);
            }
        }

        _turnedAway.Clear();
    }

    /// <summary>At most so many objects' next flights. Stale versions come out beside them, without a call.</summary>
    public IReadOnlyList<Flight> Take(int most, DateTimeOffset now, ICollection<ObjectWork> stale)
    {
        var flights = new List<Flight>(Math.Min(most, _ready.Count));
        while (flights.Count < most && _ready.Count > 0)
        {
            var node = Next(now);
            var lane = node.Value;
            if (lane.IsSuspect && flights.Count > 0)
            {
                break;
            }

            _ready.Remove(node);
            foreach (var old in lane.TakeStale(standing(lane.Key)))
            {
                stale.Add(old);
                Count--;
            }

            if (lane.IsEmpty)
            {
                _lanes.Remove(lane.Key);
                continue;
            }

            lane.State = LaneState.Busy;
            flights.Add(lane.Take());
            if (lane.IsSuspect)
            {
                break;
            }
        }

        return flights;
    }

    /// <summary>The flight's receipts are durable: the object's next version may go.</summary>
    /// <param name="lane">The object.</param>
    /// <param name="ended">How many instructions have their receipts.</param>
    public void Release(ObjectLane lane, int ended)
    {
        Count -= ended;
        lane.IsSuspect = false;
        if (lane.IsEmpty)
        {
            _lanes.Remove(lane.Key);
            return;
        }

        lane.State = LaneState.Ready;
        _ready.AddFirst(lane.Place);
    }

    /// <summary>Back to the object's front, to be taken again not before then.</summary>
    /// <param name="lane">The object.</param>
    /// <param name="works">What comes back.</param>
    /// <param name="until">Not before then.</param>
    /// <param name="turnedAway">Fusion took nobody's calls: nothing speaks against the object, and it may go as soon as Fusion is back.</param>
    public void Delay(ObjectLane lane, IReadOnlyList<ObjectWork> works, DateTimeOffset until, bool turnedAway = false)
    {
        lane.Return(works);
        lane.IsSuspect |= !turnedAway;
        (lane.State, lane.Due, lane.IsTurnedAway) = (LaneState.Delayed, until, turnedAway);
        _delayed.Enqueue(lane, until);
        if (turnedAway)
        {
            _turnedAway.Add(lane);
        }
    }

    private void Wake(ObjectLane lane)
    {
        lane.State = LaneState.Ready;
        _ready.AddFirst(lane.Place);
    }

    // While there is a backlog, in turn the oldest and the newest: what came lately and had no place yet is the newest as soon as nothing newer waits.
    private LinkedListNode<ObjectLane> Next(DateTimeOffset now)
    {
        _freshNext = !_freshNext;
        return _freshNext && now - _ready.First!.Value.Since > fresh ? _ready.Last! : _ready.First!;
    }
}
