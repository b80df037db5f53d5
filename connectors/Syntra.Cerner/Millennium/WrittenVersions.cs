namespace Syntra.Cerner.Millennium;

/// <summary>
/// The charge versions in the raw topic that a coming scan may read again: what keeps the overlap from repeating records. Rebuilt from
/// the topic itself at start.
/// </summary>
internal sealed class WrittenVersions
{
    private readonly int _firstSweepAt;
    private readonly Dictionary<(string Token, long Version), (DateTime Charge, DateTime Joined)> _versions = [];
    private int _sweepAt;

    internal WrittenVersions(int firstSweepAt = 10_000) => _firstSweepAt = _sweepAt = firstSweepAt;

    internal int Count => _versions.Count;

    internal bool Contains(string token, long version) => _versions.ContainsKey((token, version));

    /// <summary>Notes a version that is in the topic.</summary>
    /// <param name="token">Key of the raw record.</param>
    /// <param name="version">Its source version.</param>
    /// <param name="chargeTime">UPDT_DT_TM of the CHARGE row.</param>
    /// <param name="joinedTime">Latest UPDT_DT_TM of the rows joined to it.</param>
    internal void Add(string token, long version, DateTime chargeTime, DateTime joinedTime) =>
        _versions[(token, version)] = (chargeTime, joinedTime);

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
