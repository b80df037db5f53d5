using System.Collections.Frozen;
using Syntra.Contracts;

namespace Syntra.Topology.Reference;

/// <summary>Reference data as it is at one moment, held in memory.</summary>
public sealed class ReferenceSnapshot : IReferenceData
{
    private readonly FrozenDictionary<string, CrosswalkEntry> _entries;
    private readonly FrozenDictionary<string, LedgerCalendar> _calendars;

    /// <summary>Takes the data in.</summary>
    /// <param name="entries">Crosswalk entries, at most one for each table and code.</param>
    /// <param name="calendars">Calendars, at most one for each ledger.</param>
    public ReferenceSnapshot(IEnumerable<CrosswalkEntry> entries, IEnumerable<LedgerCalendar> calendars)
    {
        _entries = entries.ToFrozenDictionary(e => CrosswalkTables.Key(e.Table, e.Code), StringComparer.Ordinal);
        _calendars = calendars.ToFrozenDictionary(c => c.Ledger, StringComparer.Ordinal);
    }

    /// <summary>All crosswalk entries, in no particular order.</summary>
    public IReadOnlyCollection<CrosswalkEntry> Entries => _entries.Values;

    /// <summary>All calendars, in no particular order.</summary>
    public IReadOnlyCollection<LedgerCalendar> Calendars => _calendars.Values;

    /// <inheritdoc />
    public CodeShapes Shapes { get; init; } = CodeShapes.None;

    /// <inheritdoc />
    public CrosswalkEntry? Crosswalk(string table, string code) => _entries.GetValueOrDefault(CrosswalkTables.Key(table, code));

    /// <inheritdoc />
    public LedgerCalendar? Calendar(string ledger) => _calendars.GetValueOrDefault(ledger);
}
