using Syntra.Contracts;
using Syntra.Topology.Objects.Posting;

namespace Syntra.Topology.Objects.Pipeline;

/// <summary>Keeps the sums of one partition's objects by domain, from transition to transition.</summary>
internal sealed class ObjectTally
{
    private readonly Dictionary<string, ObjectCounts> _counts = new(StringComparer.Ordinal);

    public bool HasChanged { get; private set; } = true;

    public void Replace(PostedObject? before, PostedObject after)
    {
        if (before is not null)
        {
            Add(before, -1);
        }

        Add(after, 1);
        HasChanged = true;
    }

    /// <summary>A copy, for whoever asks; until the next change there is nothing new to tell.</summary>
    public IReadOnlyDictionary<string, ObjectCounts> Read()
    {
        HasChanged = false;
        return new Dictionary<string, ObjectCounts>(_counts, StringComparer.Ordinal);
    }

    private void Add(PostedObject posted, int sign) =>
        _counts[posted.Domain] = _counts.GetValueOrDefault(posted.Domain, ObjectCounts.Zero).Plus(Of(posted), sign);

    private static ObjectCounts Of(PostedObject posted) => new(
        1, Is(posted, ObjectStatus.InFlight), Is(posted, ObjectStatus.Scheduled), Is(posted, ObjectStatus.Parked), Is(posted, ObjectStatus.Held),
        posted.Received, posted.Applied, posted.ZeroDelta, posted.Stale, posted.DeadLettered, ObjectAccount.OpenVersions(posted), ObjectAccount.OpenAmount(posted));

    private static long Is(PostedObject posted, ObjectStatus status) => posted.Status == status ? 1 : 0;
}
