using Syntra.Contracts;
using Syntra.Streams.State;

namespace Syntra.Topology.Objects.Names;

/// <summary>Which customers bear a patient's name: of all patients on the way to it, so that a change of each is a change of the customer.</summary>
internal sealed class NamedCustomers(IKeyValueStore<string, PartyName> store)
{
    private const string Object = "o|";
    private const string Person = "p|";
    private const char Between = ',';

    /// <summary>The customer's name comes by these patients; by none where it bears none.</summary>
    public void Put(string objectKey, IReadOnlyList<string> chain)
    {
        var all = string.Join(Between, chain);
        var before = store.Get(Object + objectKey)?.Person ?? "";
        if (all == before)
        {
            return;
        }

        foreach (var person in before.Split(Between, StringSplitOptions.RemoveEmptyEntries).Except(chain, StringComparer.Ordinal))
        {
            store.Delete($"{Person}{person}|{objectKey}");
        }

        foreach (var person in chain)
        {
            store.Put($"{Person}{person}|{objectKey}", new PartyName { Person = objectKey });
        }

        if (chain.Count == 0)
        {
            store.Delete(Object + objectKey);
        }
        else
        {
            store.Put(Object + objectKey, new PartyName { Person = all });
        }
    }

    /// <summary>The patient whose record the customer is about; null where it bears no name.</summary>
    public string? FirstOf(string objectKey) => store.Get(Object + objectKey)?.Person.Split(Between)[0];

    /// <summary>The customers of a patient.</summary>
    public IReadOnlyList<string> Of(string person) => [.. store.PrefixScan($"{Person}{person}|").Select(e => e.Value.Person)];
}
