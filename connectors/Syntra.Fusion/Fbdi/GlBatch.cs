namespace Syntra.Fusion.Fbdi;

/// <summary>One file of journal lines: everything that is loaded, imported and answered together.</summary>
/// <param name="BatchName">REFERENCE1. No <c>%</c>, <c>_</c> or quote: Fusion is asked by it with LIKE.</param>
/// <param name="BatchDescription">REFERENCE2.</param>
/// <param name="BatchId">REFERENCE6: our own id of the batch.</param>
/// <param name="GroupId">GROUP_ID, 1 to 10^18 - 1; equal to the import job's fourth argument.</param>
/// <param name="LedgerId">LEDGER_ID, digits.</param>
/// <param name="Source">Display name of the journal source.</param>
/// <param name="Category">Display name of the journal category.</param>
/// <param name="Currency">ISO 4217 code; decides the number of decimals.</param>
/// <param name="DateCreated">DATE_CREATED; a blank one fails the whole load.</param>
/// <param name="Lines">In file order: line n is record n of the loader's log.</param>
public sealed record GlBatch(
    string BatchName,
    string BatchDescription,
    string BatchId,
    long GroupId,
    string LedgerId,
    string Source,
    string Category,
    string Currency,
    DateOnly DateCreated,
    IReadOnlyList<GlLine> Lines);

/// <summary>One journal line. Exactly one of <paramref name="Debit"/> and <paramref name="Credit"/> is set, and is not negative.</summary>
/// <param name="Key">REFERENCE21: the idempotency key, by which Fusion's answer finds its way back.</param>
/// <param name="InstructionKey">REFERENCE26: the instruction that the line belongs to.</param>
/// <param name="RecordId">REFERENCE22: the source record id.</param>
/// <param name="SourceVersion">REFERENCE23.</param>
/// <param name="OriginalPeriod">REFERENCE24: the period of the service date.</param>
/// <param name="Role">REFERENCE25.</param>
/// <param name="MappingVersion">REFERENCE27.</param>
/// <param name="Facility">REFERENCE28.</param>
/// <param name="Period">With the facility, the journal (REFERENCE4) that the line is in.</param>
/// <param name="AccountingDate">ACCOUNTING_DATE.</param>
/// <param name="Segments">SEGMENT1 and on; the first is the balancing segment.</param>
/// <param name="Debit">ENTERED_DR and ACCOUNTED_DR.</param>
/// <param name="Credit">ENTERED_CR and ACCOUNTED_CR.</param>
/// <param name="Rule">REFERENCE29: the correction rule that let the line go, id and version.</param>
public sealed record GlLine(
    string Key,
    string InstructionKey,
    string RecordId,
    long SourceVersion,
    string OriginalPeriod,
    string Role,
    string MappingVersion,
    string Facility,
    string Period,
    DateOnly AccountingDate,
    IReadOnlyList<string> Segments,
    decimal? Debit,
    decimal? Credit,
    string? Rule = null)
{
    /// <summary>REFERENCE4: one journal per facility and period.</summary>
    public string JournalName => $"{Facility} {Period}";
}
