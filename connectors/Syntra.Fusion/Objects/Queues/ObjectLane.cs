using Syntra.Contracts;

namespace Syntra.Fusion.Objects.Queues;

/// <summary>Where a lane is: every change is one of the queue's methods.</summary>
internal enum LaneState
{
    /// <summary>Has work that may leave.</summary>
    Ready,

    /// <summary>Its work is under way, or its receipt is not committed yet.</summary>
    Busy,

    /// <summary>Waits for its next attempt.</summary>
    Delayed,
}

/// <summary>The versions of one object that wait, in the order in which they came.</summary>
internal sealed class ObjectLane
{
    private readonly LinkedList<ObjectWork> _waiting = new();

    public ObjectLane(string key)
    {
        Key = key;
        Place = new LinkedListNode<ObjectLane>(this);
    }

    public string Key { get; }

    /// <summary>Its place among those that are ready.</summary>
    public LinkedListNode<ObjectLane> Place { get; }

    public LaneState State { get; set; } = LaneState.Ready;

    /// <summary>Its last attempt came to nothing: it goes alone, so that it cannot hold up those it would travel with.</summary>
    public bool IsSuspect { get; set; }

    /// <summary>While delayed: not before then.</summary>
    public DateTimeOffset Due { get; set; }

    /// <summary>While delayed: for no other reason than that Fusion took nobody's calls.</summary>
    public bool IsTurnedAway { get; set; }

    public bool IsEmpty => _waiting.Count == 0;

    public int Count => _waiting.Count;

    /// <summary>When the newest waiting version was read.</summary>
    public DateTimeOffset Since => _waiting.Last?.Value.ReceivedAt ?? DateTimeOffset.MaxValue;

    public void Add(ObjectWork work) => _waiting.AddLast(work);

    /// <summary>Back to the front, oldest first, as they were.</summary>
    public void Return(IReadOnlyList<ObjectWork> works)
    {
        for (var i = works.Count - 1; i >= 0; i--)
        {
            _waiting.AddFirst(works[i]);
        }
    }

    /// <summary>The oldest version that is not known to stand already, or one that makes it and all between unnecessary.</summary>
    public Flight Take()
    {
        var superseded = new List<ObjectWork>();
        var newest = TakeFirst();
        while (_waiting.First is { } next && Coalescing.Supersedes(next.Value.Instruction, newest.Instruction))
        {
            superseded.Add(newest);
            newest = TakeFirst();
        }

        return new Flight(this, newest, superseded);
    }

    /// <summary>Versions at the front that are older than the one that stands.</summary>
    public IEnumerable<ObjectWork> TakeStale(long standing)
    {
        while (_waiting.First is { } first && first.Value.Instruction.SourceVersion < standing)
        {
            yield return TakeFirst();
        }
    }

    private ObjectWork TakeFirst()
    {
        var first = _waiting.First!;
        _waiting.RemoveFirst();
        return first.Value;
    }
}
