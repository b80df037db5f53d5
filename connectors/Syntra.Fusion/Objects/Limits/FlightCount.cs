namespace Syntra.Fusion.Objects.Limits;

/// <summary>
/// How many flights of one kind are under way at the same time. Of a backlog few large ones, because a batch costs both sides less than many
/// calls; but where one object takes a whole batch's time, as many as there are calls. A flight that takes long does not count, so that slow
/// objects hold up no others. Pure; not thread-safe.
/// </summary>
/// <param name="longest">After this time a flight counts no more.</param>
internal sealed class FlightCount(TimeSpan longest)
{
    private const int Few = 8;
    private readonly List<DateTimeOffset> _begun = [];

    /// <summary>So many are shared out among what is ready.</summary>
    /// <param name="ready">Objects that may leave.</param>
    /// <param name="limit">Calls at the same time.</param>
    /// <param name="batch">Objects that travel together at most.</param>
    public static int Most(int ready, int limit, int batch) => ready > limit ? Math.Min(limit, Math.Max(Few, limit / batch)) : limit;

    /// <summary>Whether one more may begin.</summary>
    public bool MayBegin(int most, DateTimeOffset now) => _begun.Count(b => now - b < longest) < most;

    /// <summary>When the next one of those under way counts no more.</summary>
    public DateTimeOffset? NextLong(DateTimeOffset now)
    {
        DateTimeOffset? first = null;
        foreach (var begun in _begun)
        {
            first = now - begun < longest && (first is null || begun + longest < first) ? begun + longest : first;
        }

        return first;
    }

    public void Begin(DateTimeOffset at) => _begun.Add(at);

    /// <summary>The one that began then has landed.</summary>
    public void End(DateTimeOffset at) => _begun.Remove(at);
}
