using Syntra.Fusion.Rest;
using Syntra.Sandbox.Cerner.Feeds;
using Syntra.Sandbox.Fusion;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Sandboxes;

/// <summary>The simulated Fusion pod of demo, sandbox verb and benchmarks, set up to match a workbook, apart from what a feed wants refused.</summary>
internal static class SandboxFusion
{
    private const string CalendarName = "Monthly";

    /// <summary>The client that the charge flow signs in as.</summary>
    internal const string ClientId = "syntra-streams";

    /// <summary>The pod's options for a feed's dates. Charge codes that the feed wants refused are unknown to it.</summary>
    internal static FusionSandboxOptions Options(string databaseFile, CompiledWorkbook workbook, FeedCatalogue catalogue, string secret) => new()
    {
        DatabaseFile = databaseFile,
        Ledgers = [.. Rows(workbook, "ledger").Select(ledger => Ledger(ledger.Code, ledger.Values))],
        Calendars = [FusionCalendar.Monthly(CalendarName, catalogue.EarliestServiceDate.AddDays(-31), catalogue.LatestServiceDate.AddDays(31))],
        SegmentValues = [.. SegmentValues(workbook, catalogue).Distinct()],
        JournalSources = [.. Rows(workbook, "ledger").Select(ledger => ledger.Values["journal_source"]).Distinct(StringComparer.Ordinal).Select(FusionJournalSource.Seeded)],
        JournalCategories = [.. Rows(workbook, "ledger").Select(ledger => ledger.Values["journal_category"]).Distinct(StringComparer.Ordinal)],
        Objects = new FusionObjectSetup { HireUnknownWorkersOn = new DateOnly(2000, 1, 1) },
        Clients = [new Syntra.Sandbox.Fusion.Setup.FusionClient(ClientId, secret)],
    };

    /// <summary>How the charge flow reaches the pod.</summary>
    internal static FusionClientOptions Client(Uri pod, string secret) => new()
    {
        BaseUrl = pod,
        Credentials = new FusionCredentials.OAuthClient(new Uri(pod, "/oauth2/v1/token"), ClientId, secret, "urn:opc:resource:consumer::all"),
    };

    private static FusionLedger Ledger(string name, IReadOnlyDictionary<string, string> values) => new(
        long.Parse(values["ledger_id"]), name, values["currency"],
        [.. Chart(values).Segments.Select(segment => segment.Name)], long.Parse(values["data_access_set_id"]), CalendarName);

    private static IEnumerable<FusionSegmentValue> SegmentValues(CompiledWorkbook workbook, FeedCatalogue catalogue)
    {
        var refused = catalogue.ChargeCodes.Where(code => code.Use == ChargeCodeUse.Rejected).Select(code => code.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var (code, values) in Rows(workbook, "charge-code").Where(row => !refused.Contains(row.Code)))
        {
            yield return new FusionSegmentValue(ChartOfAccounts.Account, values["natural_account"]);
        }
        foreach (var (_, values) in Rows(workbook, "department"))
        {
            yield return new FusionSegmentValue(ChartOfAccounts.Department, values["cost_center"]);
        }
        foreach (var (_, values) in Rows(workbook, "facility"))
        {
            yield return new FusionSegmentValue(ChartOfAccounts.Facility, values["balancing_segment"]);
        }
        foreach (var (_, values) in Rows(workbook, "ledger"))
        {
            yield return new FusionSegmentValue(ChartOfAccounts.Account, values["receivable_account"]);
            yield return new FusionSegmentValue(ChartOfAccounts.Department, values["default_department"]);
            foreach (var segment in Chart(values).Segments.Where(s => s.Name is not (ChartOfAccounts.Facility or ChartOfAccounts.Department or ChartOfAccounts.Account)))
            {
                yield return new FusionSegmentValue(segment.Name, new string('0', segment.Width));
            }
        }
    }

    private static ChartOfAccounts Chart(IReadOnlyDictionary<string, string> ledger) =>
        ChartOfAccounts.Parse(ledger["chart"]) ?? throw new InvalidOperationException("The workbook was compiled with a chart that cannot be read.");

    private static IEnumerable<(string Code, IReadOnlyDictionary<string, string> Values)> Rows(CompiledWorkbook workbook, string table) =>
        workbook.Entries.Where(entry => entry.Table == table).SelectMany(entry => entry.Rows.Select(row => (entry.Code, row.Values)));
}
