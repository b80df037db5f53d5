using Syntra.Topology.Reference;
using Column = Syntra.Topology.Reference.CrosswalkTables.Columns;

namespace Syntra.Topology.Workbook;

/// <summary>A column that must be there and filled, and what its values must be.</summary>
internal sealed record ColumnDefinition(string Name, ColumnCheck Check);

/// <summary>A table of the workbook: its file, its key column and its other columns. valid_from and valid_to come with every table.</summary>
/// <param name="SecondKey">A further key column, for tables whose rows are told apart by two.</param>
internal sealed record TableDefinition(
    string File, string Table, ColumnDefinition Key, IReadOnlyList<ColumnDefinition> Values, ColumnDefinition? SecondKey = null)
{
    /// <summary>Every table there is, ledgers first, because the others are checked against their charts.</summary>
    public static IReadOnlyList<TableDefinition> All { get; } =
    [
        new("ledgers.csv", CrosswalkTables.Ledger, new(Column.Ledger, ColumnChecks.Text),
        [
            new(Column.LedgerId, ColumnChecks.Digits),
            new(Column.DataAccessSetId, ColumnChecks.Digits),
            new(Column.Chart, ColumnChecks.Chart),
            new(Column.Currency, ColumnChecks.Currency),
            new(Column.JournalSource, ColumnChecks.Text),
            new(Column.JournalCategory, ColumnChecks.Text),
            new(Column.ReceivableAccount, ColumnChecks.OwnSegment(ChartOfAccounts.Account)),
            new(Column.DefaultDepartment, ColumnChecks.OwnSegment(ChartOfAccounts.Department)),
        ]),
        new("facilities.csv", CrosswalkTables.Facility, new("organization_id", ColumnChecks.Code),
        [
            new(Column.Ledger, ColumnChecks.Ledger),
            new(Column.BusinessUnit, ColumnChecks.Text),
            new(Column.BalancingSegment, ColumnChecks.LedgerSegment(ChartOfAccounts.Facility)),
            new(Column.TimeZone, ColumnChecks.Zone),
        ]),
        new("departments.csv", CrosswalkTables.Department, new("department_code", ColumnChecks.Code),
            [new(Column.CostCenter, ColumnChecks.AnyLedgerSegment(ChartOfAccounts.Department))]),
        new("charge-codes.csv", CrosswalkTables.ChargeCode, new("charge_code", ColumnChecks.Code),
            [new(Column.NaturalAccount, ColumnChecks.AnyLedgerSegment(ChartOfAccounts.Account))]),
        new("process-flags.csv", CrosswalkTables.ProcessFlag, new("flag", ColumnChecks.Code),
            [new(Column.Treatment, ColumnChecks.Treatment)]),
        new("rules.csv", CrosswalkTables.Rule, new(Column.Ledger, ColumnChecks.Ledger),
        [
            new(Column.RuleId, ColumnChecks.Code),
            new(Column.RuleVersion, RuleChecks.Version),
            new(Column.Method, RuleChecks.Method),
            new(Column.LateCharge, RuleChecks.Mode),
            new(Column.OpenCorrection, RuleChecks.Mode),
            new(Column.ClosedCorrection, RuleChecks.Mode),
            new(Column.HoldAmount, RuleChecks.Threshold),
            new(Column.HoldPercent, RuleChecks.Threshold),
            new(Column.HoldWhen, RuleChecks.When),
            new(Column.ApproverRoles, RuleChecks.Roles),
            new(Column.TwoPersons, RuleChecks.YesOrNo),
            new(Column.CrosswalkChange, RuleChecks.CrosswalkChange),
        ],
        new(Column.Domain, RuleChecks.Domain)),
        new("approvers.csv", CrosswalkTables.Approver, new(Column.User, ApproverChecks.User),
        [
            new(Column.Roles, ApproverChecks.Roles),
            new(Column.PublicKey, ApproverChecks.PublicKey),
        ]) { Optional = true },
    ];

    /// <summary>Whether a workbook may do without the table; it then says nothing.</summary>
    public bool Optional { get; init; }

    /// <summary>The header that the file must have, in the documented order.</summary>
    public IReadOnlyList<string> Header { get; } =
        [.. Keys(Key, SecondKey).Select(k => k.Name), .. Values.Select(v => v.Name), Column.ValidFrom, Column.ValidTo];

    /// <summary>Every column but the dates.</summary>
    public IEnumerable<ColumnDefinition> Columns => [.. Keys(Key, SecondKey), .. Values];

    /// <summary>The key's columns as the errors name them.</summary>
    public string KeyName => SecondKey is null ? Key.Name : $"{Key.Name}/{SecondKey.Name}";

    /// <summary>The code that a row's entry is published under.</summary>
    public string CodeOf(WorkbookRow row) => SecondKey is null ? row[Key.Name] : $"{row[Key.Name]}/{row[SecondKey.Name]}";

    private static IEnumerable<ColumnDefinition> Keys(ColumnDefinition key, ColumnDefinition? second) => second is null ? [key] : [key, second];
}
