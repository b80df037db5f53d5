using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Disclosure;

/// <summary>
/// The accesses of one route at stream speed. A patient's first access of a window is logged at once and in full, before what was read
/// can have any effect; repeats within the window become one more entry with how many and the last time, as 164.528(b)(3) allows for
/// repeats to one recipient for one purpose. A kill loses at most the number of repeats of the open window, never an access as such.
/// Thread-safe.
/// </summary>
public sealed class PhiAccessLog : IPhiAccessLog, IDisposable
{
    /// <summary>More patients than this within a window close it early.</summary>
    private const int MostPatients = 100_000;

    private readonly Dictionary<string, Repeats> _window = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly DisclosureLog _log;
    private readonly DisclosureRoute _route;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    /// <summary>For one route.</summary>
    /// <param name="log">The tenant's disclosure log.</param>
    /// <param name="route">The route.</param>
    /// <param name="window">How long repeats are gathered.</param>
    /// <param name="time">The clock.</param>
    public PhiAccessLog(DisclosureLog log, DisclosureRoute route, TimeSpan window, TimeProvider time)
    {
        (_log, _route, _time) = (log, route, time);
        _timer = time.CreateTimer(static self => ((PhiAccessLog)self!).Close(), this, window, window);
    }

    /// <inheritdoc/>
    public void Opened(string patient)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            if (_window.TryGetValue(patient, out var repeats))
            {
                repeats.First ??= now;
                (repeats.Count, repeats.Last) = (repeats.Count + 1, now);
                return;
            }

            if (_window.Count >= MostPatients)
            {
                CloseWithin();
            }

            _log.Record(Entry(patient, now, 1, null));
            _window[patient] = new Repeats();
        }
    }

    /// <summary>Writes what was repeated and begins a new window.</summary>
    public void Close()
    {
        lock (_gate)
        {
            CloseWithin();
        }
    }

    /// <summary>Closes the last window.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Close();
    }

    private void CloseWithin()
    {
        foreach (var (patient, repeats) in _window)
        {
            if (repeats.First is { } first)
            {
                _log.Record(Entry(patient, first, repeats.Count, repeats.Last));
            }
        }

        _window.Clear();
    }

    private DisclosureEntry Entry(string patient, DateTimeOffset at, long count, DateTimeOffset? until) => new()
    {
        Patient = Pseudonym.Parse(patient),
        Actor = _route.Service,
        At = at,
        Scope = _route.Scope,
        Purpose = _route.Purpose,
        Recipient = _route.Recipient,
        Class = _route.Class,
        Count = count,
        Until = count == 1 ? null : until,
    };

    private sealed class Repeats
    {
        public DateTimeOffset? First { get; set; }

        public DateTimeOffset Last { get; set; }

        public long Count { get; set; }
    }
}
