using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Resources;

/// <summary>accountingPeriodStatusLOV: one row per period, application and ledger. A query that leaves application or ledger out
/// gets the others' rows too, whose status may differ.</summary>
internal sealed class AccountingPeriodStatusLov(FusionDatabase database)
{
    public const string Name = "accountingPeriodStatusLOV";

    private sealed record Row(
        string Period, long Application, long Ledger, DateOnly Start, DateOnly End, long Year, long Number, bool Adjustment, string Status);

    private static readonly ResourceView<Row> s_view = new(
        Name,
        new Dictionary<string, Func<Row, object?>>(StringComparer.Ordinal)
        {
            ["PeriodNameId"] = static r => r.Period,
            ["ApplicationId"] = static r => r.Application,
            ["LedgerId"] = static r => r.Ledger,
            ["ClosingStatus"] = static r => r.Status,
            ["PeriodYear"] = static r => r.Year,
            ["PeriodNumber"] = static r => r.Number,
            ["StartDate"] = static r => r.Start,
            ["EndDate"] = static r => r.End,
            ["AdjustmentPeriodFlag"] = static r => r.Adjustment,
        },
        static r => $"{r.Period}-{r.Application}-{r.Ledger}");

    public void Map(IEndpointRouteBuilder endpoints, string path) => endpoints.MapGet(path, GetAllAsync);

    private Task GetAllAsync(HttpContext context)
    {
        var call = FusionCall.Of(context);
        call.Principal.Require(FusionPrivileges.GeneralLedger);
        var rows = database.Read(static session => session.Query(
            """
            SELECT period_name, application_id, ledger_id, start_date, end_date, period_year, period_num, adjustment_period_flag, closing_status
            FROM gl_period_statuses ORDER BY ledger_id, period_year, period_num, application_id DESC
            """,
            static r => new Row(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.Date(3), r.Date(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7) == 1, r.GetString(8))));
        return context.WriteJsonAsync(s_view.Page(call, rows.Where(row => call.Principal.Sees(row.Ledger))), JsonAnswer.Collection);
    }
}
