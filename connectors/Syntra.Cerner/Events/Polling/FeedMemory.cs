using Syntra.Contracts;

namespace Syntra.Cerner.Events.Polling;

/// <summary>What a polled source has written: positions, and the last state of each resource that a poll could meet again.</summary>
internal sealed class FeedMemory
{
    private readonly Dictionary<string, SourceWatermark> _positions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, string Key), (string EventId, DateTimeOffset At)> _written = [];
    private readonly HashSet<string> _dirty = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, SourceWatermark> Positions => _positions;

    internal long RecordsWritten { get; private set; }

    internal DateTimeOffset? CheckpointedAt { get; private set; }

    internal int Remembered => _written.Count;

    /// <summary>A search shows the latest state only, so an event is new where it differs from the last one written of its resource, and is not older.</summary>
    internal bool IsNew(string key, RawEvent raw) =>
        !_written.TryGetValue((raw.ResourceType, key), out var last) || (last.EventId != raw.EventId && !(raw.LastUpdated < last.At));

    internal void Wrote(string type, string key, string eventId, DateTimeOffset at) => _written[(type, key)] = (eventId, at);

    internal void Restore(string stream, SourceWatermark position)
    {
        _positions[stream] = position;
        RecordsWritten = Math.Max(RecordsWritten, position.RowsWritten);
    }

    internal bool IsDirty(string stream) => _dirty.Contains(stream);

    /// <summary>Takes over what is committed.</summary>
    internal void Apply(FeedStream stream, IReadOnlyList<(string Key, RawEvent Event)> events, SourceWatermark? position, bool positionWritten, DateTimeOffset now)
    {
        foreach (var (key, raw) in stream.IsExact ? [] : events)
        {
            Wrote(raw.ResourceType, key, raw.EventId, raw.LastUpdated ?? raw.EventAt);
        }

        RecordsWritten += events.Count;
        if (events.Count > 0)
        {
            _dirty.Add(stream.Key);
        }

        if (position is not null)
        {
            _positions[stream.Key] = position;
        }

        if (positionWritten)
        {
            _dirty.Remove(stream.Key);
        }

        CheckpointedAt = positionWritten ? now : CheckpointedAt ?? now;
    }

    /// <summary>Forgets what no poll of these types can meet again.</summary>
    internal void Forget(IReadOnlyList<string> types, DateTimeOffset before)
    {
        foreach (var old in _written.Where(w => w.Value.At < before && types.Contains(w.Key.Type)).Select(w => w.Key).ToList())
        {
            _written.Remove(old);
        }
    }
}
