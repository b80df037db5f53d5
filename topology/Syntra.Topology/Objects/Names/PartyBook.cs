using Syntra.Contracts;
using Syntra.Streams.State;

namespace Syntra.Topology.Objects.Names;

/// <summary>
/// What patients are called. The party table is global and shows a change only after its transaction; until then the change is remembered here, so that a
/// task that was told of a name never goes back behind it.
/// </summary>
internal sealed class PartyBook(IReadOnlyKeyValueStore<string, PartyName> table, IKeyValueStore<string, PartyName> changed)
{
    // Combines of combines; a ring of them is a mistake of the source and ends here.
    private const int LongestChain = 8;

    /// <summary>What is known of a patient: a name, who took its place, that it is gone; null where nothing is.</summary>
    public PartyName? Of(string person) => changed.Get(person) ?? table.Get(person);

    /// <summary>The name under which a patient goes, by way of those who took its place, and all of them in order.</summary>
    public (PartyName? Name, IReadOnlyList<string> Chain) Resolve(string person)
    {
        var chain = new List<string> { person };
        while (chain.Count <= LongestChain)
        {
            if (Of(chain[^1]) is not { } entry)
            {
                return (null, chain);
            }

            if (entry.Person == chain[^1] || chain.Contains(entry.Person))
            {
                return (IsGone(entry) ? null : entry, chain);
            }

            chain.Add(entry.Person);
        }

        return (null, chain);
    }

    /// <summary>Takes in a change; false where something newer is known.</summary>
    public bool Take(string person, PartyName said)
    {
        if (Of(person) is { } known && known.SourceVersion > said.SourceVersion)
        {
            return false;
        }

        changed.Put(person, said);
        return true;
    }

    /// <summary>Forgets what the party table shows by now.</summary>
    public void Forget()
    {
        foreach (var (person, said) in changed.All().ToList())
        {
            if (table.Get(person) is { } shown ? shown.SourceVersion >= said.SourceVersion : said.Person == person && IsGone(said))
            {
                changed.Delete(person);
            }
        }
    }

    /// <summary>Whether both say the same, in whichever version.</summary>
    public static bool Same(PartyName? left, PartyName? right) => left is null || right is null ? left is null && right is null : left with { SourceVersion = right.SourceVersion } == right;

    /// <summary>That a patient is gone.</summary>
    public static PartyName Gone(string person, long version) => new() { Person = person, SourceVersion = version };

    /// <summary>That another took a patient's place.</summary>
    public static PartyName Replaced(string by, long version) => new() { Person = by, SourceVersion = version };

    public static bool IsGone(PartyName entry) => entry.LastName is null;
}
