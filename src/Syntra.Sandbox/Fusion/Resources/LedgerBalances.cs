using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Syntra.Sandbox.Fusion.Erp;
using Syntra.Sandbox.Fusion.Gl;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Resources;

/// <summary>ledgerBalances through AccountBalanceFinder: posted amounts only, numbers as strings, debit positive.
/// Beginning balances run through all earlier periods; the yearly closing of income accounts is not part of this pod.</summary>
internal sealed class LedgerBalances(FusionDatabase database)
{
    public const string Name = "ledgerBalances";
    private const string Finder = "AccountBalanceFinder";

    private sealed record Row(string Ledger, string Currency, string CurrentPeriod, string? Period, string Combination, string? Detail, decimal Beginning, decimal Activity);

    private static readonly ResourceView<Row> s_view = new(
        Name,
        new Dictionary<string, Func<Row, object?>>(StringComparer.Ordinal)
        {
            ["LedgerName"] = static r => r.Ledger,
            ["Currency"] = static r => r.Currency,
            ["CurrentAccountingPeriod"] = static r => r.CurrentPeriod,
            ["PeriodName"] = static r => r.Period,
            ["AccountCombination"] = static r => r.Combination,
            ["DetailAccountCombination"] = static r => r.Detail,
            ["Scenario"] = static _ => "Actual",
            ["BeginningBalance"] = static r => Text(r.Beginning),
            ["PeriodActivity"] = static r => Text(r.Activity),
            ["EndingBalance"] = static r => Text(r.Beginning + r.Activity),
        },
        static r => r.Detail ?? r.Combination);

    public void Map(IEndpointRouteBuilder endpoints, string path) => endpoints.MapGet(path, GetAllAsync);

    private Task GetAllAsync(HttpContext context)
    {
        var call = FusionCall.Of(context);
        call.Principal.Require(FusionPrivileges.GeneralLedger);
        var arguments = FinderArguments.Parse(call.Query("finder"));
        if (arguments.Finder != Finder)
        {
            throw FusionProblem.BadRequest($"The finder {arguments.Finder} is not known to the resource {Name}.");
        }

        return context.WriteJsonAsync(s_view.Page(call, database.Read(session => Rows(session, arguments, call.Principal))), JsonAnswer.Collection);
    }

    private static List<Row> Rows(Session session, FinderArguments arguments, FusionPrincipal principal)
    {
        var combination = arguments.Required("accountCombination");
        var period = arguments.Required("accountingPeriod");
        var currency = arguments.Required("currency");
        var mode = arguments["mode"] ?? "Summary";
        if (mode is not ("Detail" or "Summary"))
        {
            throw FusionProblem.BadRequest($"{mode} is not a mode; Detail and Summary are.");
        }

        if (LedgerStore.FindByName(session, arguments.Required("ledgerName")) is not { } ledger || !principal.Sees(ledger.Id))
        {
            return [];
        }

        var pattern = combination.Split('-');
        if (pattern.Length != ledger.Segments.Length)
        {
            throw FusionProblem.BadRequest($"The account combination has {pattern.Length} segments; the chart of accounts has {ledger.Segments.Length}.");
        }

        var movements = Movements(session, ledger.Id, currency, period)?.Where(m => Matches(pattern, m.Account)).ToList();
        if (movements is null)
        {
            return [];
        }

        var all = movements.GroupBy(static m => m.Account).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(g => new Row(
            ledger.Name, currency, period, period, combination, g.Key,
            g.Where(m => m.Period != period).Sum(static m => m.Net), g.Where(m => m.Period == period).Sum(static m => m.Net))).ToList();
        return mode == "Detail" ? all : [new(ledger.Name, currency, period, null, combination, null, all.Sum(static r => r.Beginning), all.Sum(static r => r.Activity))];
    }

    /// <summary>Posted movements of the period and of those before it, or null when there is no such period.</summary>
    private static List<(string Account, string Period, decimal Net)>? Movements(Session session, long ledgerId, string currency, string period)
    {
        var calendar = LedgerStore.Periods(session, ledgerId);
        var last = calendar.FindIndex(p => p.Name == period);
        if (last < 0)
        {
            return null;
        }

        var upTo = calendar.Take(last + 1).Select(static p => p.Name).ToHashSet(StringComparer.Ordinal);
        return session.Query(
            "SELECT account, period_name, period_net_dr, period_net_cr FROM gl_balances WHERE ledger_id = @ledger AND currency_code = @currency",
            static r => (Account: r.GetString(0), Period: r.GetString(1), Net: (r.Amount(2) ?? 0m) - (r.Amount(3) ?? 0m)),
            ("@ledger", ledgerId), ("@currency", currency)).FindAll(m => upTo.Contains(m.Period));
    }

    private static bool Matches(string[] pattern, string account)
    {
        var values = account.Split('-');
        return values.Length == pattern.Length && !pattern.Where((p, i) => p != "%" && p != values[i]).Any();
    }

    private static string Text(decimal amount) => amount.ToString("0.##########", CultureInfo.InvariantCulture);
}
