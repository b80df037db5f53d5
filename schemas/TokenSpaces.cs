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

    /// <summary>FHIR Organization.id, ORGANIZATION_ID.</summary>
    public const string Organization = "organization";

    /// <summary>FHIR Location.id.</summary>
    public const string Location = "location";

    /// <summary>FHIR Account.id.</summary>
    public const string Account = "account";

    /// <summary>FHIR SupplyRequest.id.</summary>
    public const string Supply = "supply";

    /// <summary>FHIR PractitionerRole.id.</summary>
    public const string StaffRole = "staff-role";

    /// <summary>FHIR Coverage.id.</summary>
    public const string Coverage = "coverage";

    /// <summary>Parts of a person's name and address: never keys, but hashes that show a change.</summary>
    public const string PartyName = "party-name";

    /// <summary>The space of a FHIR resource's id; null for types that make no events.</summary>
    public static string? OfResource(string resourceType) => resourceType switch
    {
        "Account" => Account,
        "Asset" or "Device" => Device,
        "ChargeItem" => Charge,
        "Coverage" => Coverage,
        "Encounter" => Encounter,
        "Location" => Location,
        "Organization" => Organization,
        "Patient" => Person,
        "Practitioner" => Staff,
        "PractitionerRole" => StaffRole,
        "SupplyRequest" => Supply,
        _ => null,
    };
}
