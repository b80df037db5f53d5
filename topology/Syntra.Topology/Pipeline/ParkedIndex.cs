using Syntra.Contracts;
using Syntra.Streams.State;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Pipeline;

/// <summary>
/// Parked charges by the missing row: key <c>row|record id</c>. Only rows that reference data can deliver are kept, since for the
/// others nothing but a newer raw version helps.
/// </summary>
internal sealed class ParkedIndex(IKeyValueStore<string, string> store)
{
    // The character after the separator, and one above every character of a key.
    private const string AfterSeparator = "}";
    private const string AboveAll = "~";

    /// <summary>Moves a charge from what it waited for to what it waits for now; null is nothing.</summary>
    public void Move(string recordId, string? from, string? to)
    {
        if (from == to)
        {
            return;
        }

        if (from is not null && IsKept(from))
        {
            store.Delete(Key(from, recordId));
        }

        if (to is not null && IsKept(to))
        {
            store.Put(Key(to, recordId), recordId);
        }
    }

    /// <summary>The distinct rows that charges wait for: one seek for each, however many charges wait for it.</summary>
    public IEnumerable<string> Rows()
    {
        var from = "";
        while (FirstFrom(from) is { } key)
        {
            var row = key[..key.LastIndexOf('|')];
            yield return row;
            from = row + AfterSeparator;
        }
    }

    /// <summary>The charges that wait for a row.</summary>
    public IEnumerable<string> Waiting(string row) => store.PrefixScan(row + "|").Select(e => e.Value);

    private string? FirstFrom(string from)
    {
        foreach (var (key, _) in store.Range(from, AboveAll))
        {
            return key;
        }

        return null;
    }

    private static bool IsKept(string row) => MissingRow.Parse(row).WaitsForReference;

    private static string Key(string row, string recordId) => $"{row}|{recordId}";
}
