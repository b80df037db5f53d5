namespace Syntra.Sandbox.Fusion.Objects.Store;

/// <summary>
/// The changes of one process's life in the order in which they were made, so that a test can see whether anything was made twice or in
/// the wrong order. The oldest give way.
/// </summary>
internal sealed class ObjectHistory
{
    private const int Most = 4_000_000;
    private const int Slack = Most / 16;
    private readonly Lock _gate = new();
    private readonly List<(ObjectRow? Before, ObjectRow? After)> _changes = [];
    private long _gone;

    public void Add(IReadOnlyList<(ObjectRow? Before, ObjectRow? After)> changes)
    {
        lock (_gate)
        {
            _changes.AddRange(changes);
            if (_changes.Count > Most + Slack)
            {
                _gone += _changes.Count - Most;
                _changes.RemoveRange(0, _changes.Count - Most);
            }
        }
    }

    /// <summary>Changes of a resource behind a number, at most so many. Numbers count every resource's changes, from 1.</summary>
    public IReadOnlyList<(long Number, ObjectRow? Before, ObjectRow? After)> Read(string resource, long behind, int most)
    {
        var found = new List<(long, ObjectRow?, ObjectRow?)>();
        lock (_gate)
        {
            for (var i = (int)Math.Max(0, behind - _gone); i < _changes.Count && found.Count < most; i++)
            {
                var (before, after) = _changes[i];
                if ((after ?? before)!.Resource == resource)
                {
                    found.Add((_gone + i + 1, before, after));
                }
            }
        }

        return found;
    }
}
