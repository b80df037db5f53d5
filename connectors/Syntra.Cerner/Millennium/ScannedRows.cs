namespace Syntra.Cerner.Millennium;

/// <summary>
/// The rows of a keyset that lie in the overlap and were dealt with already. Only saves reading them again on every poll: whether a
/// charge version was written is decided by <see cref="WrittenVersions"/>, so this may be empty after a restart.
/// </summary>
internal sealed class ScannedRows
{
    private readonly Dictionary<object, (string? UpdateCount, DateTime Time)> _rows = [];

    internal int Count => _rows.Count;

    internal bool Contains(ChangedRow row, DateTime time) =>
        _rows.TryGetValue(row.Id, out var known) && known.UpdateCount == row.UpdateCount && known.Time == time;

    internal void Add(ChangedRow row, DateTime time) => _rows[row.Id] = (row.UpdateCount, time);

    internal void DropBefore(DateTime start)
    {
        foreach (var (id, row) in _rows)
        {
            if (row.Time < start)
            {
                _rows.Remove(id);
            }
        }
    }
}
