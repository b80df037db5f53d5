using Syntra.Contracts;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Intake;

/// <summary>What is known of a version whatever becomes of it: enough to account for it.</summary>
/// <param name="Facility">ORGANIZATION_ID; null where the charge names none that can be repeated.</param>
/// <param name="ServiceAt">Service instant; null where it is no date.</param>
/// <param name="Money">Whether it counts as money.</param>
/// <param name="Amount">Signed amount due; 0 where it is no money or no number.</param>
/// <param name="Day">The facility's day of service; null where it is not known.</param>
/// <param name="Treatment">What the workbook says about the process flag.</param>
internal sealed record ChargeFacts(
    string? Facility, DateTimeOffset? ServiceAt, bool Money, decimal Amount, FacilityDay? Day, FlagTreatment Treatment)
{
    /// <summary>Reads the facts of a version.</summary>
    public static ChargeFacts Of(IReferenceData reference, RawCharge raw)
    {
        var facility = Codes.Nameable(reference, CrosswalkTables.Facility, raw.OrganizationId);
        var serviceAt = SourceValues.Instant(raw.ServiceAt?.Reveal(PhiAccess.Intake));
        var day = FacilityFinder.Find(reference, facility, serviceAt);
        var treatment = ProcessFlags.Treatment(reference, raw.ProcessFlag, day, serviceAt);
        var money = raw.Active && ProcessFlags.CountsAsMoney(treatment);
        return new ChargeFacts(facility, serviceAt, money, money ? SourceValues.AmountToAccountFor(raw) : 0m, day, treatment);
    }
}

/// <summary>A charge version that intake has found right.</summary>
/// <param name="Day">Facility and its local service date.</param>
/// <param name="Ledger">The facility's ledger on that date.</param>
/// <param name="Amount">Signed, never 0, whole minor units of the ledger's currency.</param>
internal sealed record Charge(FacilityDay Day, LedgerRow Ledger, decimal Amount, string DepartmentCode, string ChargeCode);

/// <summary>What intake makes of a raw version.</summary>
internal abstract record IntakeResult
{
    private IntakeResult()
    {
    }

    /// <summary>It goes on to mapping.</summary>
    public sealed record Valid(Charge Charge) : IntakeResult;

    /// <summary>It is right, and nothing is due for it in the ledger.</summary>
    public sealed record NothingDue : IntakeResult;

    /// <summary>It can never be posted as it is.</summary>
    public sealed record Refused(Reason Reason) : IntakeResult;

    /// <summary>It waits for a row.</summary>
    public sealed record Waits(MissingRow Missing, Reason Reason) : IntakeResult;
}
