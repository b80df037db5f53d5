using System.Globalization;
using Syntra.Topology.Intake;
using Column = Syntra.Topology.Reference.CrosswalkTables.Columns;
using Words = Syntra.Topology.Reference.CrosswalkTables.RuleWords;

namespace Syntra.Topology.Workbook;

/// <summary>The checks of <c>rules.csv</c>: each column by itself, and against the others of its row.</summary>
internal static class RuleChecks
{
    private const string ChargeDomain = Posting.Rules.CorrectionRule.ChargeDomain;

    /// <summary>The domains, and whether their Fusion object can be updated in place.</summary>
    private static readonly Dictionary<string, bool> Domains = new(StringComparer.Ordinal)
    {
        [ChargeDomain] = false, ["supply"] = false, ["customer"] = true, ["asset"] = true, ["worker"] = true, ["cost-center"] = true,
    };

    public static CellProblem? Domain(WorkbookRow row, string value, LedgerCharts charts) =>
        Domains.ContainsKey(value) ? null : new($"'{value}' is not a domain.", $"Use {string.Join(", ", Domains.Keys)}.");

    public static CellProblem? Version(WorkbookRow row, string value, LedgerCharts charts) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            ? null
            : new($"'{value}' is not a rule version.", "Count a rule's versions 1, 2, 3 and so on.");

    /// <summary>A posted journal cannot be changed, only reversed.</summary>
    public static CellProblem? Method(WorkbookRow row, string value, LedgerCharts charts) => value switch
    {
        Words.ReverseAndRepost => null,
        Words.UpdateInPlace when Domains.GetValueOrDefault(row[Column.Domain]) => null,
        Words.UpdateInPlace => new(
            $"Domain {row[Column.Domain]} posts journals, which Fusion cannot update in place.", $"Use {Words.ReverseAndRepost}."),
        _ => new($"'{value}' is not a method.", $"Use {Words.ReverseAndRepost}, or {Words.UpdateInPlace} where Fusion can."),
    };

    public static CellProblem? Mode(WorkbookRow row, string value, LedgerCharts charts) => value switch
    {
        Words.Post or Words.Hold => null,
        Words.HoldAbove when row[Column.HoldAmount] == Words.None && row[Column.HoldPercent] == Words.None => new(
            $"{Words.HoldAbove} needs a threshold.", $"Fill in hold_amount or hold_percent, or use {Words.Hold} or {Words.Post}."),
        Words.HoldAbove => null,
        _ => new($"'{value}' is not a mode.", $"Use {Words.Post}, {Words.Hold} or {Words.HoldAbove}."),
    };

    public static CellProblem? Threshold(WorkbookRow row, string value, LedgerCharts charts) =>
        value == Words.None || decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? null
            : new($"'{value}' is not a threshold.", $"Write a number without sign or grouping, for example 1000.00, or {Words.None}.");

    public static CellProblem? When(WorkbookRow row, string value, LedgerCharts charts) =>
        value is Words.Any or Words.Both ? null : new($"'{value}' is not {Words.Any} or {Words.Both}.", $"Use {Words.Any} or {Words.Both}.");

    /// <summary>Whatever is held needs somebody who may decide.</summary>
    public static CellProblem? Roles(WorkbookRow row, string value, LedgerCharts charts)
    {
        if (value == Words.None)
        {
            string[] modes = [row[Column.LateCharge], row[Column.OpenCorrection], row[Column.ClosedCorrection]];
            return modes.All(m => m == Words.Post)
                ? null
                : new("The rule holds postings, but names nobody who may decide.", "Name a role in approver_roles, for example finance-manager;controller.");
        }

        return value.Split(Words.RoleSeparator).All(Codes.IsWellFormed)
            ? null
            : new($"'{value}' is not a list of roles.", "Join role names by semicolons, for example finance-manager;controller.");
    }

    public static CellProblem? YesOrNo(WorkbookRow row, string value, LedgerCharts charts) =>
        value is Words.Yes or Words.No ? null : new($"'{value}' is not {Words.Yes} or {Words.No}.", $"Use {Words.Yes} or {Words.No}.");

    public static CellProblem? CrosswalkChange(WorkbookRow row, string value, LedgerCharts charts) =>
        value == Words.NextVersion
            ? null
            : new($"'{value}' is not offered.", $"Use {Words.NextVersion}: what is posted moves with the charge's next version or correction.");

    /// <summary>A rule version is named on every line, so it must say the same wherever it stands.</summary>
    public static void CheckVersions(IReadOnlyList<WorkbookRow> rules, List<LintError> errors)
    {
        var first = new Dictionary<(string Id, string Version), WorkbookRow>();
        foreach (var row in rules)
        {
            var key = (row[Column.RuleId], row[Column.RuleVersion]);
            if (!first.TryAdd(key, row) && !SameRule(first[key], row))
            {
                errors.Add(row.Error(
                    $"Rule {key.Item1} version {key.Item2} says something else on line {first[key].Line}.", "Give the changed rule the next version."));
            }
        }
    }

    /// <summary>A ledger whose charges have no rule would park every one of them.</summary>
    public static void CheckCovered(IReadOnlyList<WorkbookRow> ledgers, IReadOnlyList<WorkbookRow> rules, List<LintError> errors)
    {
        var covered = rules.Where(r => r[Column.Domain] == ChargeDomain).Select(r => r[Column.Ledger]).ToHashSet(StringComparer.Ordinal);
        foreach (var ledger in ledgers.Where(l => covered.Add(l[Column.Ledger])))
        {
            errors.Add(ledger.Error(
                $"Ledger {ledger[Column.Ledger]} has no rule for domain {ChargeDomain}.", "Add a row for it to rules.csv; without one its charges park."));
        }
    }

    private static bool SameRule(WorkbookRow left, WorkbookRow right) =>
        left.Cells.All(c => c.Key is Column.Ledger or Column.Domain or Column.ValidFrom or Column.ValidTo || right[c.Key] == c.Value);
}
