namespace Syntra.Sandbox.Fusion.Objects.Store;

/// <summary>
/// The changes of one process's life in the order in which they were made, so that a test can see whether anything was made twice or in
/// the wrong order. The oldest give way.
/// </summary>
internal sealed class ObjectHistory
{
    private const int Most = 4_000_000;
    private readonly Lock _gate = new();
    private readonly Queue<(long Number, ObjectRow? Before, ObjectRow? After)> _changes = new();
    private long _last;

    public void Add(IReadOnlyList<(ObjectRow? Before, ObjectRow? After)> changes)
    {
        lock (_gate)
        {
            foreach (var (before, after) in changes)
            {
                _changes.Enqueue((++_last, before, after));
                if (_changes.Count > Most)
                {
                    _changes.Dequeue();
                }
            }
        }
    }

    /// <summary>Changes of a resource behind a number, at most so many.</summary>
    public IReadOnlyList<(long Number, ObjectRow? Before, ObjectRow? After)> Read(string resource, long behind, int most)
    {
        lock (_gate)
        {
            return [.. _changes.Where(c => c.Number > behind && (c.After ?? c.Before)!.Resource == resource).Take(most)];
        }
    }
}
