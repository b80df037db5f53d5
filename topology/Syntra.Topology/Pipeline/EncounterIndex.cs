using Syntra.Streams.State;

namespace Syntra.Topology.Pipeline;

/// <summary>The charges that the changes of an encounter concern: key <c>encounter|charge</c>, both tokens.</summary>
internal sealed class EncounterIndex(IKeyValueStore<string, string> store)
{
    /// <summary>Moves a charge from the encounters that concerned it to those that do now.</summary>
    public void Move(string recordId, IReadOnlyList<string> from, IReadOnlyList<string> to)
    {
        if (ReferenceEquals(from, to) || from.SequenceEqual(to, StringComparer.Ordinal))
        {
            return;
        }

        foreach (var encounter in from)
        {
            if (!to.Contains(encounter))
            {
                store.Delete(Key(encounter, recordId));
            }
        }

        foreach (var encounter in to)
        {
            if (!from.Contains(encounter))
            {
                store.Put(Key(encounter, recordId), recordId);
            }
        }
    }

    /// <summary>The charges that an encounter concerns.</summary>
    public IReadOnlyList<string> Charges(string encounter) => [.. store.PrefixScan(encounter + "|").Select(e => e.Value)];

    private static string Key(string encounter, string recordId) => $"{encounter}|{recordId}";
}
