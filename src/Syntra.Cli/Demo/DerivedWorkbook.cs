using System.Globalization;
using System.Text;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.Cli.Demo;

/// <summary>
/// The sample workbook for data that brings no workbook of its own: one ledger, a balancing segment for each facility, a cost centre
/// for each department and a natural account for each charge code, all numbered in the catalogue's order.
/// </summary>
internal static class DerivedWorkbook
{
    private const string Ledger = "Syntra Sample US";
    private const string Chart = "facility:3-department:4-account:6-future:4";

    /// <summary>The workbook's tables as file name and CSV text.</summary>
    internal static IReadOnlyDictionary<string, string> Derive(FeedCatalogue catalogue)
    {
        string from = catalogue.EarliestServiceDate.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ledgers.csv"] = Table(
                "ledger,ledger_id,data_access_set_id,chart,currency,journal_source,journal_category,receivable_account,default_department,valid_from,valid_to",
                [$"{Ledger},300000001,300000002,{Chart},USD,Syntra,Patient Charges,121000,1000,{from},"]),
            ["facilities.csv"] = Table(
                "organization_id,ledger,business_unit,balancing_segment,time_zone,valid_from,valid_to",
                catalogue.Organizations.Where(o => o.InWorkbook).Select((o, i) =>
                    string.Create(CultureInfo.InvariantCulture, $"{o.OrganizationId},{Ledger},{Quoted(o.Code)},{101 + i},{o.TimeZone},{from},"))),
            ["departments.csv"] = Table(
                "department_code,cost_center,valid_from,valid_to",
                catalogue.Departments.Select((d, i) => string.Create(CultureInfo.InvariantCulture, $"{d.Code},{2001 + i},{from},"))),
            ["charge-codes.csv"] = Table(
                "charge_code,natural_account,valid_from,valid_to",
                catalogue.ChargeCodes.Where(c => c.Use != ChargeCodeUse.Unmapped).Select((c, i) =>
                    string.Create(CultureInfo.InvariantCulture, $"{c.Code},{410001 + i},{from},"))),
            ["process-flags.csv"] = ProcessFlags(from),
            ["rules.csv"] = Table(
                "ledger,domain,rule_id,version,method,late_charge,open_correction,closed_correction,hold_amount,hold_percent,hold_when,approver_roles,two_persons,crosswalk_change,valid_from,valid_to",
                [$"{Ledger},charge,CHG,1,REVERSE_AND_REPOST,POST,POST,HOLD_ABOVE,1000.00,NONE,ANY,finance-manager;controller,YES,NEXT_VERSION,1970-01-01,"]),
            ["approvers.csv"] = Table("user,roles,public_key,valid_from,valid_to", ["ines.moreau,finance-manager,NONE,1970-01-01,", "tom.okafor,controller,NONE,1970-01-01,"]),
        };
    }

    // Millennium's PROCESS_FLG values: financially final, not money, and not decided yet.
    private static string ProcessFlags(string from)
    {
        var rows = new List<string>();
        void Add(string treatment, params ReadOnlySpan<int> flags)
        {
            foreach (int flag in flags)
            {
                rows.Add(string.Create(CultureInfo.InvariantCulture, $"{flag},{treatment},{from},"));
            }
        }
        Add("MONEY", 100, 177, 977, 999);
        Add("NOT_MONEY", 5, 6, 7, 10, 12, 777, 996, 997, 998);
        Add("NOT_YET", 0, 1, 2, 3, 4, 8, 11, 222);
        return Table("flag,treatment,valid_from,valid_to", rows);
    }

    private static string Quoted(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static string Table(string header, IEnumerable<string> rows)
    {
        var text = new StringBuilder(header).Append('\n');
        foreach (string row in rows)
        {
            text.Append(row).Append('\n');
        }
        return text.ToString();
    }
}
