using Syntra.Topology.Reference;
using Column = Syntra.Topology.Reference.CrosswalkTables.Columns;

namespace Syntra.Topology.Workbook;

/// <summary>A column that must be there and filled, and what its values must be.</summary>
internal sealed record ColumnDefinition(string Name, ColumnCheck Check);

/// <summary>A table of the workbook: its file, its key column and its other columns. valid_from and valid_to come with every table.</summary>
internal sealed record TableDefinition(string File, string Table, ColumnDefinition Key, IReadOnlyList<ColumnDefinition> Values)
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
    ];

    /// <summary>The header that the file must have, in the documented order.</summary>
    public IReadOnlyList<string> Header { get; } = [Key.Name, .. Values.Select(v => v.Name), Column.ValidFrom, Column.ValidTo];
}
