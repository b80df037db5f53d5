namespace Syntra.Fusion.Delivery;

/// <summary>What delivery must know of a ledger beside its name; from the workbook's ledger table.</summary>
/// <param name="Ledger">Ledger name, as instructions carry it.</param>
/// <param name="DataAccessSetId">First argument of Journal Import.</param>
/// <param name="JournalSource">Display name of the journal source (column 4).</param>
/// <param name="JournalCategory">Display name of the journal category (column 5).</param>
public sealed record LedgerSettings(string Ledger, string DataAccessSetId, string JournalSource, string JournalCategory)
{
    /// <summary>Second argument of Journal Import: the name for a seeded source, the internal key (300000...) for one of the customer's. Null = the display name.</summary>
    public string? JournalSourceKey { get; init; }

    internal string SourceArgument => JournalSourceKey ?? JournalSource;
}
