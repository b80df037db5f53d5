using Syntra.Streams.Processors;

namespace Syntra.Streams.Runtime;

/// <summary>The punctuations of one task, by stream time and by wall clock.</summary>
internal sealed class PunctuationQueue
{
    private readonly List<Entry> _entries = [];

    /// <summary>The next stream time at which something is due.</summary>
    public long NextStreamTime { get; private set; } = long.MaxValue;

    /// <summary>The next wall-clock time, in milliseconds, at which something is due.</summary>
    public long NextWallClock { get; private set; } = long.MaxValue;

    public ICancellable Schedule(string node, TimeSpan interval, PunctuationType type, Action<DateTimeOffset> callback, long nowMs)
    {
        var intervalMs = (long)interval.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(intervalMs, 1, nameof(interval));

        // Stream time starts at the first record, so the first call comes with it; the wall clock waits one interval.
        var first = type == PunctuationType.StreamTime ? 0 : nowMs + intervalMs;
        var entry = new Entry(this, node, intervalMs, type, callback) { Due = first };
        _entries.Add(entry);
        Recompute();
        return entry;
    }

    /// <summary>Runs what is due at <paramref name="now"/>; true when something ran.</summary>
    public bool Run(PunctuationType type, long now, Action<string, Action<DateTimeOffset>> invoke)
    {
        var ran = false;

        // A callback may schedule or cancel, so walk a copy.
        foreach (var entry in _entries.ToArray())
        {
            if (entry.Type != type || entry.Cancelled || entry.Due > now)
            {
                continue;
            }

            invoke(entry.Node, entry.Callback);
            entry.Due = Next(entry, now);
            ran = true;
        }

        Recompute();
        return ran;
    }

    private static long Next(Entry entry, long now)
    {
        var next = entry.Due + entry.IntervalMs;
        return now < next ? next : entry.Due + ((((now - entry.Due) / entry.IntervalMs) + 1) * entry.IntervalMs);
    }

    private void Recompute()
    {
        _entries.RemoveAll(e => e.Cancelled);
        NextStreamTime = Earliest(PunctuationType.StreamTime);
        NextWallClock = Earliest(PunctuationType.WallClockTime);
    }

    private long Earliest(PunctuationType type) =>
        _entries.Where(e => e.Type == type).Select(e => e.Due).DefaultIfEmpty(long.MaxValue).Min();

    private sealed class Entry(PunctuationQueue queue, string node, long intervalMs, PunctuationType type, Action<DateTimeOffset> callback)
        : ICancellable
    {
        public string Node => node;

        public long IntervalMs => intervalMs;

        public PunctuationType Type => type;

        public Action<DateTimeOffset> Callback => callback;

        public long Due { get; set; }

        public bool Cancelled { get; private set; }

        public void Cancel()
        {
            Cancelled = true;
            queue.Recompute();
        }
    }
}
