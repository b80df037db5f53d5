namespace Syntra.Contracts;

/// <summary>The spaces of <see cref="ISourceTokens"/>: one per kind of identifier.</summary>
public static class TokenSpaces
{
    /// <summary>CHARGE_ITEM_ID.</summary>
    public const string Charge = "charge";

    /// <summary>ENCNTR_ID.</summary>
    public const string Encounter = "encounter";

    /// <summary>PERSON_ID of a patient, FHIR Patient.id.</summary>
    public const string Person = "person";

    /// <summary>PERSON_ID of a member of staff, FHIR Practitioner.id.</summary>
    public const string Staff = "staff";

    /// <summary>Serial number, UDI or FHIR Device.id.</summary>
    public const string Device = "device";

    /// <summary>An event's own number.</summary>
    public const string Event = "event";
}
