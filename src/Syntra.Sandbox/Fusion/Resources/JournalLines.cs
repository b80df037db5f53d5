using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Resources;

/// <summary>Child journalLines of a journal. The public shape has no reference columns: a line's key cannot be read back here.</summary>
internal sealed class JournalLines(FusionDatabase database)
{
    public const string Name = "journalLines";

    private sealed record Row(long Number, string Account, decimal? Dr, decimal? Cr, decimal? AccountedDr, decimal? AccountedCr, string? Description, string Currency, long LedgerId);

    private static readonly ResourceView<Row> s_view = new(
        Name,
        new Dictionary<string, Func<Row, object?>>(StringComparer.Ordinal)
        {
            ["JeLineNumber"] = static r => r.Number,
            ["AccountCombination"] = static r => r.Account,
            ["EnteredDr"] = static r => r.Dr,
            ["EnteredCr"] = static r => r.Cr,
            ["AccountedDr"] = static r => r.AccountedDr,
            ["AccountedCr"] = static r => r.AccountedCr,
            ["Description"] = static r => r.Description,
            ["CurrencyCode"] = static r => r.Currency,
        },
        static r => r.Number.ToString(CultureInfo.InvariantCulture));

    public void Map(IEndpointRouteBuilder endpoints, string path) => endpoints.MapGet(path, GetAllAsync);

    private Task GetAllAsync(HttpContext context)
    {
        var call = FusionCall.Of(context);
        call.Principal.Require(FusionPrivileges.GeneralLedger);
        var rows = database.Read(session => session.Query(
            """
            SELECT je_line_num, account, entered_dr, entered_cr, accounted_dr, accounted_cr, l.description, h.currency_code, b.ledger_id
            FROM gl_je_lines l JOIN gl_je_headers h USING (je_header_id) JOIN gl_je_batches b USING (je_batch_id)
            WHERE je_batch_id = @batch AND je_header_id = @header ORDER BY je_line_num
            """,
            static r => new Row(r.GetInt64(0), r.GetString(1), r.Amount(2), r.Amount(3), r.Amount(4), r.Amount(5), r.Text(6), r.GetString(7), r.GetInt64(8)),
            ("@batch", (string?)context.Request.RouteValues["batchId"]), ("@header", (string?)context.Request.RouteValues["headerId"])));
        return context.WriteJsonAsync(s_view.Page(call, rows.Where(row => call.Principal.Sees(row.LedgerId))), JsonAnswer.Collection);
    }
}
