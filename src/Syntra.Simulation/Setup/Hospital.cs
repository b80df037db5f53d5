using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Simulation.Setup;

/// <summary>A period of a calendar, without its status.</summary>
internal sealed record SimPeriod(string Name, DateOnly Start, DateOnly End, bool Adjustment);

/// <summary>A ledger as Fusion has it.</summary>
internal sealed record SimLedger(string Name, string Id, string DataAccessSet, IReadOnlyList<SimPeriod> Periods);

/// <summary>The group of hospitals that every history plays in: two ledgers, one with months and one with 4-4-5 weeks.</summary>
internal static class Hospital
{
    public const string JournalSource = "Cerner Charges";
    public const string JournalCategory = "Patient Charges";

    /// <summary>A charge code that the workbook maps to an account that Fusion does not have.</summary>
    public const string RefusedCode = "C1040";

    /// <summary>An account that Fusion does not have.</summary>
    public const string RefusedAccount = "49999";

    /// <summary>The day on which histories begin.</summary>
    public static readonly DateTimeOffset Start = new(2026, 4, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly Always = new(2000, 1, 1);

    public static IReadOnlyList<SimLedger> Ledgers { get; } =
    [
        new("Main US", "3001", "3901", [.. Months()]),
        new("West 445", "3002", "3902", [.. Weeks()]),
    ];

    public static IReadOnlyList<string> Facilities { get; } = ["101", "101", "101", "101", "102", "102", "102", "102", "103", "103", "103", "103", "104", "104", "105"];

    public static IReadOnlyList<string> Departments { get; } = ["2001", "2002", "2003"];

    public static IReadOnlyList<string> Codes { get; } = ["C1001", "C1002", "C1003", "C1004"];

    /// <summary>The workbook at the start; codes 2999, C9999 and flag 13 are published later, or never.</summary>
    public static IReadOnlyList<CrosswalkEntry> Workbook { get; } =
    [
        Facility("101", "Main US", "America/Chicago"), Facility("102", "Main US", "America/New_York"), Facility("103", "West 445", "America/Los_Angeles"),
        LedgerEntry("Main US", "3001", "3901"), LedgerEntry("West 445", "3002", "3902"),
        Department("2001", "3010"), Department("2002", "3020"), Department("2003", "3030"),
        // The crosswalk changes with the year's second quarter: the service date decides, not the day of posting.
        Entry("charge-code", "C1001", Row(Always, new DateOnly(2026, 3, 31), ("natural_account", "44010")), Row(new DateOnly(2026, 4, 1), null, ("natural_account", "44011"))),
        ChargeCode("C1002", "44020"), ChargeCode("C1003", "44030"), ChargeCode("C1004", "44040"), ChargeCode(RefusedCode, RefusedAccount),
        // A facility that moves to another segment at its own midnight, and one whose ledger the workbook does not have.
        Entry("facility", "104", FacilityRow("104", "104", "Main US", "America/Chicago", Always, new DateOnly(2026, 4, 5)), FacilityRow("104", "114", "Main US", "America/New_York", new DateOnly(2026, 4, 6), null)),
        Facility("105", "East", "America/New_York"),
        // A flag that means something else from a day on.
        Entry("process-flag", "14", Row(Always, new DateOnly(2026, 4, 10), ("treatment", "MONEY")), Row(new DateOnly(2026, 4, 11), null, ("treatment", "NOT_MONEY"))),
        Flag("999", "MONEY"), Flag("100", "MONEY"), Flag("10", "NOT_MONEY"), Flag("0", "NOT_YET"),
        .. Rules.All,
    ];

    /// <summary>What a workbook may publish later.</summary>
    public static IReadOnlyList<CrosswalkEntry> LateRows { get; } =
        [Department("2999", "3099"), ChargeCode("C9999", "44099"), Flag("13", "MONEY"), ChargeCode(RefusedCode, "44041")];

    public static CrosswalkEntry ChargeCode(string code, string account) => Entry("charge-code", code, Row(Always, null, ("natural_account", account)));

    public static CrosswalkEntry Department(string code, string costCenter) => Entry("department", code, Row(Always, null, ("cost_center", costCenter)));

    public static CrosswalkEntry Entry(string table, string code, params CrosswalkRow[] rows) =>
        new() { Table = table, Code = code, WorkbookVersion = "1", Rows = rows };

    public static CrosswalkRow Row(DateOnly from, DateOnly? to, params (string Column, string Value)[] values) =>
        new() { ValidFrom = from, ValidTo = to, Values = values.ToDictionary(v => v.Column, v => v.Value, StringComparer.Ordinal) };

    private static CrosswalkEntry Flag(string flag, string treatment) => Entry("process-flag", flag, Row(Always, null, ("treatment", treatment)));

    private static CrosswalkEntry Facility(string id, string ledger, string zone) => Entry("facility", id, FacilityRow(id, id, ledger, zone, Always, null));

    private static CrosswalkRow FacilityRow(string id, string segment, string ledger, string zone, DateOnly from, DateOnly? to) => Row(
        from, to, ("ledger", ledger), ("business_unit", "BU " + id), ("balancing_segment", segment), ("time_zone", zone));

    private static CrosswalkEntry LedgerEntry(string ledger, string id, string dataAccessSet) => Entry("ledger", ledger, Row(
        Always, null, ("ledger_id", id), ("data_access_set_id", dataAccessSet), ("chart", "facility:3-department:4-account:5-future:4"), ("currency", "USD"),
        ("journal_source", JournalSource), ("journal_category", JournalCategory), ("receivable_account", "12000"), ("default_department", "0000")));

    private static IEnumerable<SimPeriod> Months()
    {
        for (var month = new DateOnly(2026, 1, 1); month.Year == 2026; month = month.AddMonths(1))
        {
            yield return new SimPeriod(month.ToString("MMM-yy", CultureInfo.InvariantCulture), month, month.AddMonths(1).AddDays(-1), Adjustment: false);
        }

        yield return new SimPeriod("Adj-Mar-26", new DateOnly(2026, 3, 31), new DateOnly(2026, 3, 31), Adjustment: true);
    }

    private static IEnumerable<SimPeriod> Weeks()
    {
        int[] weeks = [4, 4, 5];
        var start = new DateOnly(2025, 12, 28);
        for (var number = 0; number < 12; number++)
        {
            var next = start.AddDays(7 * weeks[number % 3]);
            yield return new SimPeriod(string.Create(CultureInfo.InvariantCulture, $"P{number + 1:00}-26"), start, next.AddDays(-1), Adjustment: false);
            start = next;
        }

        yield return new SimPeriod("Adj-26", new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 30), Adjustment: true);
    }
}
