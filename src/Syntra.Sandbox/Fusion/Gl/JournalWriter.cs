using System.Globalization;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>Turns a group's rows into batches, journals and lines, all unposted.</summary>
internal sealed class JournalWriter(Session session, ImportSelection selection, long requestId, long now, bool summarize)
{
    /// <summary>GL_JE_BATCHES.NAME is this wide; a long batch reference is cut so that the suffix fits.</summary>
    private const int NameWidth = 100;

    private static readonly string[] s_lineColumns =
        ["je_header_id", "je_line_num", "account", "effective_date", "entered_dr", "entered_cr", "accounted_dr", "accounted_cr", "description", "reference_1", "other_columns"];

    public List<string> Write(List<InterfaceRow> rows, ImportRules rules)
    {
        var names = new List<string>();
        foreach (var batch in rows.GroupBy(row => (row.BatchName, Period: rules.PeriodOf(row)?.Name ?? "")))
        {
            var name = UnusedName(batch.First());
            names.Add(name);
            WriteBatch(name, batch.Key.Period, [.. batch], rules);
        }

        return names;
    }

    private void WriteBatch(string name, string period, List<InterfaceRow> rows, ImportRules rules)
    {
        var first = rows[0];
        var batchId = session.Next("batch");
        session.Execute(
            "INSERT INTO gl_je_batches VALUES (@id, @name, @reference1, @description, @ledger, @group, @period, @source, @flag, 'U', @request, @now, NULL)",
            ("@id", batchId), ("@name", name), ("@reference1", first.BatchName), ("@description", first.BatchDescription), ("@ledger", selection.Ledger.Id),
            ("@group", first.GroupId), ("@period", period), ("@source", first.Source), ("@flag", first.ActualFlag), ("@request", requestId), ("@now", now));
        foreach (var journal in rows.GroupBy(row => JournalKey.Of(row, rules)))
        {
            WriteJournal(batchId, period, [.. journal]);
        }
    }

    private void WriteJournal(long batchId, string period, List<InterfaceRow> rows)
    {
        var first = rows[0];
        var headerId = session.Next("header");
        session.Execute(
            "INSERT INTO gl_je_headers VALUES (@id, @batch, @name, @description, @reference, @category, @currency, @period, @date)",
            ("@id", headerId), ("@batch", batchId), ("@name", first.JournalName ?? first.Category), ("@description", first.JournalDescription),
            ("@reference", first.JournalReference), ("@category", first.Category), ("@currency", first.Currency), ("@period", period), ("@date", first.AccountingDate));
        var number = 0;
        using var insert = session.Insert("gl_je_lines", s_lineColumns);
        foreach (var row in summarize ? Summary(rows) : rows)
        {
            insert.Run(
                headerId, ++number, row.Account, row.AccountingDate, row.EnteredDr, row.EnteredCr, row.AccountedDr ?? row.EnteredDr, row.AccountedCr ?? row.EnteredCr,
                row.LineDescription, row.Reference21, row.OtherColumns);
        }
    }

    /// <summary>Summary journals hold one debit and one credit line an account, and lose every line reference.</summary>
    private static IEnumerable<InterfaceRow> Summary(List<InterfaceRow> rows) =>
        rows.GroupBy(static row => (row.Account, IsDebit: row.EnteredDr is not null)).Select(static g => g.First() with
        {
            EnteredDr = g.Key.IsDebit ? g.Sum(static r => r.EnteredDr ?? 0m) : null,
            EnteredCr = g.Key.IsDebit ? null : g.Sum(static r => r.EnteredCr ?? 0m),
            AccountedDr = null,
            AccountedCr = null,
            LineDescription = null,
            Reference21 = null,
            OtherColumns = null,
        });

    /// <summary>Batch reference, source, balance type, group, import request, a number from the second batch on, and the budgetary control indicator.</summary>
    private string UnusedName(InterfaceRow first)
    {
        for (var number = 1; ; number++)
        {
            var counter = number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" {number}");
            var suffix = string.Create(CultureInfo.InvariantCulture, $"{first.Source} {first.ActualFlag} {first.GroupId} {requestId}{counter} N");
            var prefix = first.BatchName is { } reference ? reference[..Math.Min(reference.Length, NameWidth - suffix.Length - 1)] + " " : "";
            if (session.Count("SELECT count(*) FROM gl_je_batches WHERE name = @name", ("@name", prefix + suffix)) == 0)
            {
                return prefix + suffix;
            }
        }
    }
}
