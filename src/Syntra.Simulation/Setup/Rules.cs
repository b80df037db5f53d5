using Syntra.Contracts;

namespace Syntra.Simulation.Setup;

/// <summary>The correction rules that histories play under: one ledger with two approvers and thresholds, one that changes its rule in mid-year.</summary>
internal static class Rules
{
    public const string Table = "rule";
    public const string Domain = "charge";

    public static IReadOnlyList<CrosswalkEntry> All { get; } =
    [
        Hospital.Entry(
            Table, Key("Main US"),
            Rule("MAIN", "1", ("late_charge", "POST"), ("open_correction", "HOLD_ABOVE"), ("closed_correction", "HOLD_ABOVE"), ("hold_amount", "250"),
                ("hold_percent", "80"), ("hold_when", "BOTH"), ("approver_roles", "controller;cfo"), ("two_persons", "YES"))),
        Hospital.Entry(
            Table, Key("West 445"),
            Rule("WEST", "1", ("late_charge", "HOLD_ABOVE"), ("open_correction", "POST"), ("closed_correction", "HOLD"), ("hold_amount", "400"),
                ("hold_percent", "NONE"), ("hold_when", "ANY"), ("approver_roles", "controller"), ("two_persons", "NO")) with { ValidTo = new DateOnly(2026, 5, 3) },
            Rule("WEST", "2", ("late_charge", "POST"), ("open_correction", "POST"), ("closed_correction", "HOLD_ABOVE"), ("hold_amount", "100"),
                ("hold_percent", "50"), ("hold_when", "ANY"), ("approver_roles", "controller"), ("two_persons", "NO")) with { ValidFrom = new DateOnly(2026, 5, 4) }),
    ];

    public static string Key(string ledger) => $"{ledger}/{Domain}";

    private static CrosswalkRow Rule(string id, string version, params (string Column, string Value)[] values) => Hospital.Row(
        new DateOnly(2000, 1, 1), null,
        [("rule_id", id), ("version", version), ("method", "REVERSE_AND_REPOST"), ("crosswalk_change", "NEXT_VERSION"), .. values]);
}
