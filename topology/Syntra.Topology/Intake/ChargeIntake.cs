using Syntra.Contracts;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Intake;

/// <summary>
/// Judges a raw charge version: the same version and reference data give the same answer, whenever it is asked. What can never be
/// posted is refused first, then what is still to come is waited for, so that a wait never hides a fault.
/// </summary>
internal sealed class ChargeIntake(IReferenceData reference, ISourceTokens tokens)
{
    public IntakeResult Judge(RawCharge raw, ChargeFacts facts) =>
        CheckIdentity(raw)
        ?? CheckFlag(raw, facts)
        ?? CheckEncounter(raw)
        ?? CheckNumbers(raw)
        ?? CheckLateReferences(raw)
        ?? CheckPlace(raw, facts);

    private static IntakeResult? CheckIdentity(RawCharge raw)
    {
        if (!Codes.IsExactId(raw.ChargeItemId.Reveal(PhiAccess.Intake)))
        {
            return new IntakeResult.Refused(ReasonCodes.IdNotExact);
        }

        // Logically deleted or combined away: whatever else is wrong with the row, nothing is due for it.
        return raw.Active ? null : new IntakeResult.NothingDue();
    }

    private IntakeResult? CheckFlag(RawCharge raw, ChargeFacts facts)
    {
        if (facts.Treatment is FlagTreatment.NotMoney or FlagTreatment.NotYet)
        {
            return new IntakeResult.NothingDue();
        }

        if (facts.Treatment == FlagTreatment.None)
        {
            return new IntakeResult.Refused(ReasonCodes.NoProcessFlag);
        }

        if (!Codes.IsWellFormed(raw.ProcessFlag!))
        {
            return new IntakeResult.Refused(ReasonCodes.MalformedCode);
        }

        if (ProcessFlags.ServiceDay(facts.Day, facts.ServiceAt) is not { } day)
        {
            return new IntakeResult.Refused(raw.ServiceAt is null ? ReasonCodes.NoServiceDate : ReasonCodes.ServiceDateNotADate);
        }

        if (facts.Treatment == FlagTreatment.Unknown && Codes.Nameable(reference, CrosswalkTables.ProcessFlag, raw.ProcessFlag) is null)
        {
            return new IntakeResult.Refused(ReasonCodes.CodeNotNameable);
        }

        return facts.Treatment == FlagTreatment.Unknown
            ? new IntakeResult.Waits(new MissingRow(CrosswalkTables.ProcessFlag, raw.ProcessFlag!, day), ReasonCodes.NoCrosswalkRow)
            : null;
    }

    private static IntakeResult? CheckEncounter(RawCharge raw)
    {
        if (raw.EncounterId is null)
        {
            return new IntakeResult.Refused(ReasonCodes.NoEncounter);
        }

        return Codes.IsExactId(raw.EncounterId.Reveal(PhiAccess.Intake)) ? null : new IntakeResult.Refused(ReasonCodes.IdNotExact);
    }

    private static IntakeResult? CheckNumbers(RawCharge raw)
    {
        var reason = (raw.ExtendedPrice, SourceValues.Number(raw.ExtendedPrice)) switch
        {
            (null, _) => ReasonCodes.NoAmount,
            (_, null) => ReasonCodes.AmountNotANumber,
            (_, { } amount) when Math.Abs(amount) >= SourceValues.Limit => ReasonCodes.AmountOutOfRange,
            _ when SourceValues.Number(raw.Quantity) is null => ReasonCodes.QuantityNotANumber,
            _ when SourceValues.Number(raw.UnitPrice) is null => ReasonCodes.PriceNotANumber,
            _ => null,
        };
        return reason is null ? null : new IntakeResult.Refused(reason);
    }

    private IntakeResult? CheckLateReferences(RawCharge raw)
    {
        if (!raw.EncounterFound)
        {
            return new IntakeResult.Waits(new MissingRow(MissingRow.Encounter, raw.EncounterId!.Token(tokens, TokenSpaces.Encounter), null), ReasonCodes.EncounterNotThereYet);
        }

        if (raw.OrganizationId is null)
        {
            return new IntakeResult.Refused(ReasonCodes.NoFacility);
        }

        if (!Codes.IsWellFormed(raw.OrganizationId))
        {
            return new IntakeResult.Refused(ReasonCodes.MalformedCode);
        }

        return Codes.Nameable(reference, CrosswalkTables.Facility, raw.OrganizationId) is null ? new IntakeResult.Refused(ReasonCodes.CodeNotNameable) : null;
    }

    private IntakeResult CheckPlace(RawCharge raw, ChargeFacts facts)
    {
        if (facts.Day is not { } day)
        {
            var utcDay = DateOnly.FromDateTime(facts.ServiceAt!.Value.UtcDateTime);
            return new IntakeResult.Waits(new MissingRow(CrosswalkTables.Facility, facts.Facility!, utcDay), ReasonCodes.NoCrosswalkRow);
        }

        if (day.Date > FacilityFinder.LocalDate(raw.ReadAt, day.Zone))
        {
            return new IntakeResult.Refused(ReasonCodes.ServiceDateInFuture);
        }

        return LedgerRow.Find(reference, day.Ledger, day.Date) is { } ledger
            ? CheckMoney(raw, day, ledger)
            : new IntakeResult.Waits(new MissingRow(CrosswalkTables.Ledger, day.Ledger, day.Date), ReasonCodes.NoCrosswalkRow);
    }

    private IntakeResult CheckMoney(RawCharge raw, FacilityDay day, LedgerRow ledger)
    {
        var amount = SourceValues.Number(raw.ExtendedPrice)!.Value;
        if (amount != RoundToMinorUnit(amount, ledger))
        {
            return new IntakeResult.Refused(ReasonCodes.AmountBelowMinorUnit);
        }

        if (!IsProduct(SourceValues.Number(raw.Quantity)!.Value, SourceValues.Number(raw.UnitPrice)!.Value, amount, ledger))
        {
            return new IntakeResult.Refused(ReasonCodes.ExtendedPriceMismatch);
        }

        return amount == 0 ? new IntakeResult.NothingDue() : CheckCodes(raw, day, ledger, amount);
    }

    private IntakeResult CheckCodes(RawCharge raw, FacilityDay day, LedgerRow ledger, decimal amount)
    {
        if (raw.DepartmentCode is null)
        {
            return new IntakeResult.Refused(ReasonCodes.NoDepartment);
        }

        if (!Codes.IsWellFormed(raw.DepartmentCode) || (raw.ChargeCode is { } code && !Codes.IsWellFormed(code)))
        {
            return new IntakeResult.Refused(ReasonCodes.MalformedCode);
        }

        if (Codes.Nameable(reference, CrosswalkTables.Department, raw.DepartmentCode) is null
            || (raw.ChargeCode is { } unknown && Codes.Nameable(reference, CrosswalkTables.ChargeCode, unknown) is null))
        {
            return new IntakeResult.Refused(ReasonCodes.CodeNotNameable);
        }

        return raw.ChargeCode is { } chargeCode
            ? new IntakeResult.Valid(new Charge(day, ledger, amount, raw.DepartmentCode, chargeCode))
            : new IntakeResult.Waits(new MissingRow(MissingRow.BillCode, raw.ChargeItemId.Token(tokens, TokenSpaces.Charge), null), ReasonCodes.BillCodeNotThereYet);
    }

    // A price with more decimals than the currency has (0.3333 x 3) is usual; the product has to meet the extended price once
    // rounded half away from zero to the minor unit, with no other tolerance.
    private static bool IsProduct(decimal quantity, decimal price, decimal amount, LedgerRow ledger) =>
        // Estimated first, because the exact product of two absurd numbers overflows.
        Math.Abs((double)quantity * (double)price) <= (double)SourceValues.Limit && RoundToMinorUnit(quantity * price, ledger) == amount;

    private static decimal RoundToMinorUnit(decimal value, LedgerRow ledger) => Math.Round(value, ledger.Decimals, MidpointRounding.AwayFromZero);
}
