using Syntra.Topology.Intake;
using Syntra.Topology.Posting.Review;
using Column = Syntra.Topology.Reference.CrosswalkTables.Columns;
using Words = Syntra.Topology.Reference.CrosswalkTables.RuleWords;

namespace Syntra.Topology.Workbook;

/// <summary>The checks of <c>approvers.csv</c>.</summary>
internal static class ApproverChecks
{
    /// <summary>User names are compared without letter case, so the workbook has them in one form.</summary>
    public static CellProblem? User(WorkbookRow row, string value, LedgerCharts charts) =>
        Codes.IsWellFormed(value) && value == Approver.NameOf(value)
            ? null
            : new($"'{value}' is not a user name.", $"Use up to {Codes.Longest} lower-case letters, digits, dots, hyphens, slashes or underscores.");

    public static CellProblem? Roles(WorkbookRow row, string value, LedgerCharts charts) =>
        value.Split(Words.RoleSeparator).All(Codes.IsWellFormed)
            ? null
            : new($"'{value}' is not a list of roles.", "Join role names by semicolons, for example finance-manager;controller.");

    /// <summary>A P-256 key, or NONE for a person who has not been given one yet and so cannot decide.</summary>
    public static CellProblem? PublicKey(WorkbookRow row, string value, LedgerCharts charts) =>
        value == Words.None || Approver.IsKey(value)
            ? null
            : new("The public key is no P-256 key in base64.", $"Have its owner run 'syntra review new-key', and take the row that it prints; {Words.None} while there is no key.");

    /// <summary>One key for two people would make one person two.</summary>
    public static void CheckKeys(IReadOnlyList<WorkbookRow> approvers, List<LintError> errors)
    {
        var owners = new Dictionary<string, WorkbookRow>(StringComparer.Ordinal);
        foreach (var row in approvers.Where(r => r[Column.PublicKey] != Words.None))
        {
            if (!owners.TryAdd(row[Column.PublicKey], row) && owners[row[Column.PublicKey]][Column.User] != row[Column.User])
            {
                errors.Add(row.Error(
                    $"{row[Column.User]} has the key of {owners[row[Column.PublicKey]][Column.User]} (line {owners[row[Column.PublicKey]].Line}).",
                    "Give each person a key of their own; two people with one key are one."));
            }
        }
    }
}
