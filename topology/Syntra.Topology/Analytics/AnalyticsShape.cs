using Syntra.Contracts;
using Syntra.Governance.Disclosure;
using Syntra.Governance.Modes;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Modes.Rules;
using Syntra.Governance.Modes.Typed;
using Syntra.Governance.Pseudonyms;
using Syntra.Topology.Intake;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Analytics;

/// <summary>
/// The form in which a raw charge leaves for analytics: every field by the mode's rule for its class, and stricter than that in three
/// things. An id that the mode lets pass leaves as the ledger's token of it, a date without its time of day, and a code only where the
/// workbook knows it, so that nothing a person typed passes for one. Thread-safe.
/// </summary>
internal sealed class AnalyticsShape
{
    private readonly (PhiField Charge, PhiField Encounter, PhiField Patient) _ids;
    private readonly (PhiField Facility, PhiField Department, PhiField ChargeCode, PhiField ProcessFlag) _codes;
    private readonly (PhiField Quantity, PhiField UnitPrice, PhiField Amount) _numbers;
    private readonly PhiField _serviceAt;
    private readonly AnalyticsOptions _options;
    private readonly ISourceTokens _tokens;
    private readonly string? _patientAuthority;
    private readonly string _mode;
    private readonly string _reference;

    /// <summary>Compiles the register's entry.</summary>
    /// <exception cref="ArgumentException">The mode lets no row out, or needs something that is not there.</exception>
    public AnalyticsShape(AnalyticsOptions options, ISourceTokens tokens)
    {
        (_options, _tokens) = (options, tokens);
        var policy = AnalyticsPolicy.Of(options);
        var fields = new PhiFields(policy);
        _ids = (fields["chargeItemId"], fields["encounterId"], fields["personId"]);
        _codes = (fields["organizationId"], fields["departmentCode"], fields["chargeCode"], fields["processFlag"]);
        _numbers = (fields["quantity"], fields["unitPrice"], fields["extendedPrice"]);
        _serviceAt = fields["serviceAt"];
        _patientAuthority = policy.Fields.Single(f => f.Path == "personId").Authority;
        _mode = PhiModes.NameOf(options.Domain.Mode);
        _reference = $"{policy.Zip3.Census}, {policy.Zip3.Effective:yyyy-MM-dd}, {policy.Zip3.Sha256[..12]}";
    }

    /// <summary>Told of every charge that leaves; null where nothing is logged.</summary>
    public IPhiAccessLog? Access => _options.Access;

    /// <summary>Whose a charge is, for the log.</summary>
    public string PatientOf(RawCharge raw) => PatientTokens.Of(raw, _tokens);

    /// <summary>The row of a charge.</summary>
    /// <exception cref="PseudonymException">An identifier has no token, or a date no known patient.</exception>
    public AnalyticsCharge Of(RawCharge raw, IReferenceData reference)
    {
        var context = new PhiContext { Patient = Patient(raw) };
        return new AnalyticsCharge
        {
            ChargeToken = Id(_ids.Charge, raw.ChargeItemId, TokenSpaces.Charge, context),
            EncounterToken = Id(_ids.Encounter, raw.EncounterId, TokenSpaces.Encounter, context),
            PatientToken = Id(_ids.Patient, raw.PersonId, TokenSpaces.Person, context),
            Facility = Code(_codes.Facility, raw.OrganizationId, reference, CrosswalkTables.Facility, context),
            Department = Code(_codes.Department, raw.DepartmentCode, reference, CrosswalkTables.Department, context),
            ChargeCode = Code(_codes.ChargeCode, raw.ChargeCode, reference, CrosswalkTables.ChargeCode, context),
            ProcessFlag = Code(_codes.ProcessFlag, raw.ProcessFlag, reference, CrosswalkTables.ProcessFlag, context),
            Quantity = Number(_numbers.Quantity, raw.Quantity, context),
            UnitPrice = Number(_numbers.UnitPrice, raw.UnitPrice, context),
            Amount = Number(_numbers.Amount, raw.ExtendedPrice, context),
            ServiceDate = ServiceDate(raw, context),
            Count = 1,
            Mode = _mode,
            RegisterVersion = _options.RegisterVersion,
            ReferenceVersion = _reference,
        };
    }

    private Identifier? Patient(RawCharge raw) => raw.PersonId is { } id && _patientAuthority is { } authority ? new Identifier(authority, id.Reveal(PhiAccess.Mode)) : null;

    private string? Id(PhiField field, Phi<string>? id, string space, in PhiContext context) => id switch
    {
        null => null,
        _ when field.Action == FieldAction.Pass => id.Token(_tokens, space),
        _ => field.Change(id.Reveal(PhiAccess.Mode), context),
    };

    private static string? Code(PhiField field, string? code, IReferenceData reference, string table, in PhiContext context) =>
        field.Change(code, context) is { } passed && Codes.IsWellFormed(passed) && reference.Crosswalk(table, passed) is not null ? passed : null;

    private static decimal? Number(PhiField field, string? text, in PhiContext context) =>
        SourceValues.Number(field.Change(text, context)) is { } number && Math.Abs(number) < SourceValues.Limit
            ? Math.Round(number, 4, MidpointRounding.ToEven)
            : null;

    private string? ServiceDate(RawCharge raw, in PhiContext context)
    {
        var text = raw.ServiceAt?.Reveal(PhiAccess.Mode);
        return SourceValues.Instant(text) is null ? null : DateOf(_serviceAt.Change(text, context));
    }

    private static string? DateOf(string? passed) => passed is { Length: > AnalyticsDates.DayLength } ? passed[..AnalyticsDates.DayLength] : passed;
}
