namespace Syntra.Fusion.Objects.Limits;

/// <summary>
/// How many objects travel together while a backlog stands: as many as are done within the aimed time, so that a quick Fusion takes large
/// batches and a slow one small ones, and no new event that travels along waits long. Pure; not thread-safe.
/// </summary>
/// <param name="most">Never more.</param>
/// <param name="aim">How long a batch should take.</param>
internal sealed class BatchSize(int most, TimeSpan aim)
{
    // Small at first: how long they take is learned in a few short rounds.
    private const int First = 8;
    private const double Growth = 2;
    private const double LeastShrink = 0.25;
    private double _size = Math.Min(First, most);

    /// <summary>At most so many now.</summary>
    public int Now => Math.Max(1, (int)_size);

    /// <summary>A batch was answered.</summary>
    public void Took(int parts, TimeSpan time)
    {
        if (time > aim)
        {
            _size = Math.Max(1, Math.Min(_size, parts) * Math.Max(LeastShrink, aim / time));
        }
        else if (parts >= Now && time < aim / 2)
        {
            _size = Math.Min(most, _size * Growth);
        }
    }
}
