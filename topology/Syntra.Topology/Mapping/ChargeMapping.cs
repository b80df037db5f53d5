using Syntra.Contracts;
using Syntra.Topology.Intake;
using Syntra.Topology.Reference;
using Column = Syntra.Topology.Reference.CrosswalkTables.Columns;

namespace Syntra.Topology.Mapping;

/// <summary>What mapping makes of a charge.</summary>
internal abstract record MappingResult
{
    private MappingResult()
    {
    }

    public sealed record Mapped(DesiredPosting Desired) : MappingResult;

    public sealed record Waits(MissingRow Missing) : MappingResult;
}

/// <summary>
/// Maps a charge to its journal lines by the workbook rows in force on the facility's local service date: receivable against
/// revenue, both in the facility's balancing segment, so that each facility balances by itself.
/// </summary>
internal sealed class ChargeMapping(IReferenceData reference)
{
    public MappingResult Map(Charge charge)
    {
        var date = charge.Day.Date;
        var department = reference.Crosswalk(CrosswalkTables.Department, charge.DepartmentCode).AsOf(date);
        if (department is null)
        {
            return new MappingResult.Waits(new MissingRow(CrosswalkTables.Department, charge.DepartmentCode, date));
        }

        var chargeCode = reference.Crosswalk(CrosswalkTables.ChargeCode, charge.ChargeCode).AsOf(date);
        return chargeCode is null
            ? new MappingResult.Waits(new MissingRow(CrosswalkTables.ChargeCode, charge.ChargeCode, date))
            : new MappingResult.Mapped(Desire(charge, department, chargeCode));
    }

    private static DesiredPosting Desire(Charge charge, CrosswalkRow department, CrosswalkRow chargeCode)
    {
        var (facility, ledger) = (charge.Day.Row, charge.Ledger);
        var balancing = facility.Column(Column.BalancingSegment);
        var receivable = ledger.Chart.Combine(balancing, ledger.Row.Column(Column.DefaultDepartment), ledger.Row.Column(Column.ReceivableAccount));
        var revenue = ledger.Chart.Combine(balancing, department.Column(Column.CostCenter), chargeCode.Column(Column.NaturalAccount));
        return new DesiredPosting(
            ledger.Ledger,
            ledger.LedgerId,
            charge.Day.Facility,
            facility.Column(Column.BusinessUnit),
            ledger.Currency,
            RuleSetVersion.Of(facility, ledger.Row, department, chargeCode),
            charge.Day.Date,
            [Line(LineRoles.Receivable, receivable, charge.Amount), Line(LineRoles.Revenue, revenue, -charge.Amount)]);
    }

    /// <summary>A positive amount is a debit, a negative one a credit of its absolute value.</summary>
    private static DesiredLine Line(string role, IReadOnlyList<string> segments, decimal amount) =>
        new(role, segments, amount > 0 ? amount : null, amount < 0 ? -amount : null);
}
