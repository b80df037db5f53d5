namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>What makes rows one journal within a ledger and group: batch, journal, period, category, currency, balance type.</summary>
internal sealed record JournalKey(string? Batch, string? Journal, string Period, string Category, string Currency, string ActualFlag)
{
    public static JournalKey Of(InterfaceRow row, ImportRules rules) =>
        new(row.BatchName, row.JournalName, rules.PeriodOf(row)?.Name ?? "", row.Category, row.Currency, row.ActualFlag);
}
