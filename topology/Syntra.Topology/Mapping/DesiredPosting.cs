namespace Syntra.Topology.Mapping;

/// <summary>What should stand in one ledger for one charge version.</summary>
/// <param name="Facility">Source facility.</param>
/// <param name="MappingVersion">Hash of the workbook rows that were used.</param>
/// <param name="Date">Accounting date by rule: the facility's local service date.</param>
/// <param name="Lines">Balanced; never empty.</param>
internal sealed record DesiredPosting(
    string Ledger,
    string LedgerId,
    string Facility,
    string BusinessUnit,
    string Currency,
    string MappingVersion,
    DateOnly Date,
    IReadOnlyList<DesiredLine> Lines);

/// <summary>One side of the entry; exactly one of debit and credit is set, and positive.</summary>
internal sealed record DesiredLine(string Role, IReadOnlyList<string> Segments, decimal? Debit, decimal? Credit);
