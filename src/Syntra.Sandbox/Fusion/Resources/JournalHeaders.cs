using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Resources;

/// <summary>Child journalHeaders of a batch. A pod's item key is an opaque hash; here it is the header id.</summary>
internal sealed class JournalHeaders(FusionDatabase database)
{
    public const string Name = "journalHeaders";

    private sealed record Row(
        long Id, string JournalName, string? Description, string Ledger, string LedgerCurrency, string Currency, string Period, DateOnly Date, string Category,
        string? Reference, decimal Dr, decimal Cr, long LedgerId);

    private sealed record Amounts(decimal Dr, decimal Cr);

    private static readonly ResourceView<Row> s_view = new(
        Name,
        new Dictionary<string, Func<Row, object?>>(StringComparer.Ordinal)
        {
            ["JournalName"] = static r => r.JournalName,
            ["JournalDescription"] = static r => r.Description,
            ["LedgerName"] = static r => r.Ledger,
            ["LedgerCurrencyCode"] = static r => r.LedgerCurrency,
            ["CurrencyCode"] = static r => r.Currency,
            ["PeriodName"] = static r => r.Period,
            ["DefaultEffectiveDate"] = static r => r.Date,
            ["UserJeCategoryName"] = static r => r.Category,
            ["ExternalReference"] = static r => r.Reference,
            ["RunningTotalDr"] = static r => r.Dr,
            ["RunningTotalCr"] = static r => r.Cr,
        },
        static r => r.Id.ToString(CultureInfo.InvariantCulture));

    public void Map(IEndpointRouteBuilder endpoints, string path) => endpoints.MapGet(path, GetAllAsync);

    private Task GetAllAsync(HttpContext context)
    {
        var call = FusionCall.Of(context);
        call.Principal.Require(FusionPrivileges.GeneralLedger);
        var rows = database.Read(session => Rows(session, (string?)context.Request.RouteValues["batchId"]));
        return context.WriteJsonAsync(s_view.Page(call, rows.Where(row => call.Principal.Sees(row.LedgerId))), JsonAnswer.Collection);
    }

    private static List<Row> Rows(Session session, string? batchId)
    {
        var totals = session.Query(
            "SELECT je_header_id, entered_dr, entered_cr FROM gl_je_lines JOIN gl_je_headers USING (je_header_id) WHERE je_batch_id = @batch",
            static r => (Header: r.GetInt64(0), Dr: r.Amount(1) ?? 0m, Cr: r.Amount(2) ?? 0m), ("@batch", batchId))
            .GroupBy(static l => l.Header).ToDictionary(static g => g.Key, static g => new Amounts(g.Sum(static l => l.Dr), g.Sum(static l => l.Cr)));
        return session.Query(
            """
            SELECT h.je_header_id, h.name, h.description, l.name, l.currency, h.currency_code, h.period_name, h.default_effective_date, h.je_category, h.reference, b.ledger_id
            FROM gl_je_headers h JOIN gl_je_batches b USING (je_batch_id) JOIN gl_ledgers l USING (ledger_id) WHERE je_batch_id = @batch ORDER BY h.je_header_id
            """,
            r => new Row(
                r.GetInt64(0), r.GetString(1), r.Text(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.Date(7), r.GetString(8), r.Text(9),
                totals[r.GetInt64(0)].Dr, totals[r.GetInt64(0)].Cr, r.GetInt64(10)),
            ("@batch", batchId));
    }
}
