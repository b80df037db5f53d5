using Syntra.Contracts;

namespace Syntra.Topology.Reference;

/// <summary>The reference data that charges are mapped with. Reads only; the answer may change between two records, not within one.</summary>
public interface IReferenceData
{
    /// <summary>All effective-dated rows of one code, or null where the workbook has none.</summary>
    CrosswalkEntry? Crosswalk(string table, string code);

    /// <summary>The calendar of a ledger with the statuses Fusion last reported, or null where none has come yet.</summary>
    LedgerCalendar? Calendar(string ledger);

    /// <summary>What the site declares of the form of its codes.</summary>
    CodeShapes Shapes => CodeShapes.None;
}
