using System.Globalization;
using System.Text.Json;

namespace Syntra.Fusion.Rest;

public sealed partial class FusionClient
{
    /// <summary>ApplicationId of the general ledger; without it the LOV answers for subledgers, too.</summary>
    public const int GeneralLedgerApplication = 101;

    /// <summary>Journal batches whose name begins so: Fusion appends source, group and request to REFERENCE1.</summary>
    /// <param name="namePrefix">REFERENCE1; letters, digits and hyphens only, because it goes into LIKE.</param>
    public Task<IReadOnlyList<JournalBatch>> FindJournalBatchesAsync(string namePrefix, CancellationToken ct)
    {
        if (namePrefix.Length == 0 || !namePrefix.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new ArgumentException("A journal batch is asked for by letters, digits and hyphens only.", nameof(namePrefix));
        }

        var query = Uri.EscapeDataString($"BatchName LIKE '{namePrefix}%'");
        return ReadAllAsync("journalBatches", $"{_resources}journalBatches?q={query}&onlyData=true&orderBy=JeBatchId", 4, ReadBatch, ct);
    }

    /// <summary>Every period of a ledger with its status. Asked with the ledger's own id and application 101.</summary>
    public Task<IReadOnlyList<AccountingPeriod>> GetPeriodsAsync(string ledgerId, CancellationToken ct)
    {
        if (ledgerId.Length == 0 || !ledgerId.All(char.IsAsciiDigit))
        {
            throw new ArgumentException("A ledger id is digits.", nameof(ledgerId));
        }

        // Framework version 1, whose conditions are joined by a semicolon.
        var query = Uri.EscapeDataString(Invariant($"LedgerId={ledgerId};ApplicationId={GeneralLedgerApplication}"));
        return ReadAllAsync("accountingPeriodStatusLOV", $"{_resources}accountingPeriodStatusLOV?q={query}&onlyData=true", 1, ReadPeriod, ct);
    }

    /// <summary>Balances by account, one row per combination (mode Detail).</summary>
    /// <param name="ledgerName">Name, not id.</param>
    /// <param name="period">Accounting period name.</param>
    /// <param name="currency">ISO 4217.</param>
    /// <param name="accountPattern">Segments joined by the chart's separator; <c>%</c> for every value of a segment.</param>
    public Task<IReadOnlyList<AccountBalance>> GetBalancesAsync(string ledgerName, string period, string currency, string accountPattern, CancellationToken ct)
    {
        foreach (var part in (string[])[ledgerName, period, currency, accountPattern])
        {
            // Finder variables are joined by commas and cannot be quoted.
            if (part.Length == 0 || part.AsSpan().ContainsAny(',', ';', '='))
            {
                throw new ArgumentException("A balance finder's ledger, period, currency and accounts must not be empty or hold comma, semicolon or equals sign.");
            }
        }

        var finder = $"accountCombination={Uri.EscapeDataString(accountPattern)},accountingPeriod={Uri.EscapeDataString(period)},currency={Uri.EscapeDataString(currency)},ledgerName={Uri.EscapeDataString(ledgerName)},mode=Detail";
        return ReadAllAsync("ledgerBalances", $"{_resources}ledgerBalances?finder=AccountBalanceFinder;{finder}&onlyData=true", 4, ReadBalance, ct);
    }

    private static JournalBatch? ReadBatch(JsonElement item) =>
        item.Text("BatchName") is { } name && item.Integer("JeBatchId") is { } id
            ? new JournalBatch(name, id, item.Text("PostingStatus") ?? "", item.Text("Status") ?? item.Text("BatchStatus") ?? "", item.Text("AccountingPeriodName") ?? "")
            : null;

    private static AccountingPeriod? ReadPeriod(JsonElement item) =>
        item.Text("PeriodNameId") is { } name && Day(item, "StartDate") is { } start && Day(item, "EndDate") is { } end && item.Text("ClosingStatus") is { } status
            ? new AccountingPeriod(name, start, end, item.Text("AdjustmentPeriodFlag") is "Y" or "true", status)
            : null;

    private static AccountBalance? ReadBalance(JsonElement item) =>
        item.Money("PeriodActivity") is { } activity
            ? new AccountBalance(
                item.Text("DetailAccountCombination") ?? item.Text("AccountCombination") ?? "",
                item.Text("PeriodName") ?? item.Text("CurrentAccountingPeriod") ?? "",
                item.Money("BeginningBalance") ?? 0m,
                activity,
                item.Money("EndingBalance") ?? 0m)
            : null;

    /// <summary>Dates come as yyyy-MM-dd, with or without a time behind.</summary>
    private static DateOnly? Day(JsonElement item, string name) =>
        item.Text(name) is { Length: >= 10 } text && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
