namespace Syntra.Cerner.Millennium;

/// <summary>
/// The charge versions in the raw topic that a coming scan may read again: what keeps the overlap from repeating records. Rebuilt from
/// the topic itself at start.
/// </summary>
internal sealed class WrittenVersions
{
    private readonly int _firstSweepAt;
    private readonly Dictionary<(string Id, long Version), (DateTime Charge, DateTime Joined)> _versions = [];
    private int _sweepAt;

    internal WrittenVersions(int firstSweepAt = 10_000) => _firstSweepAt = _sweepAt = firstSweepAt;

    internal int Count => _versions.Count;

    internal bool Contains(string chargeItemId, long version) => _versions.ContainsKey((chargeItemId, version));

    /// <summary>Notes a version that is in the topic.</summary>
    /// <param name="chargeItemId">Key of the raw record.</param>
    /// <param name="version">Its source version.</param>
    /// <param name="chargeTime">UPDT_DT_TM of the CHARGE row.</param>
    /// <param name="joinedTime">Latest UPDT_DT_TM of the rows joined to it.</param>
    internal void Add(string chargeItemId, long version, DateTime chargeTime, DateTime joinedTime) =>
        _versions[(chargeItemId, version)] = (chargeTime, joinedTime);

    /// <summary>Forgets versions that no scan reaches again, once enough have gathered to make looking worth while.</summary>
    internal void DropBefore(DateTime chargeStart, DateTime joinedStart)
    {
        if (_versions.Count < _sweepAt)
        {
            return;
        }

        foreach (var (key, times) in _versions)
        {
            if (times.Charge < chargeStart && times.Joined < joinedStart)
            {
                _versions.Remove(key);
            }
        }

        _sweepAt = Math.Max(_firstSweepAt, _versions.Count * 2);
    }
}
