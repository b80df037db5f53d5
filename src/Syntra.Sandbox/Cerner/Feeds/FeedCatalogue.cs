namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>What a feed refers to: everything that a data-mapping workbook for it must map.</summary>
public sealed record FeedCatalogue
{
    /// <summary>Facilities, in a stable order.</summary>
    public required IReadOnlyList<SandboxOrganization> Organizations { get; init; }

    /// <summary>Departments (code set 221), in ascending order of their code.</summary>
    public required IReadOnlyList<SandboxDepartment> Departments { get; init; }

    /// <summary>Charge master codes, in ordinal order.</summary>
    public required IReadOnlyList<SandboxChargeCode> ChargeCodes { get; init; }

    /// <summary>Facility-local date of the earliest service.</summary>
    public required DateOnly EarliestServiceDate { get; init; }

    /// <summary>Facility-local date of the latest service; the future-dated bad row is not counted.</summary>
    public required DateOnly LatestServiceDate { get; init; }
}

/// <summary>One ORGANIZATION row.</summary>
/// <param name="OrganizationId">ORGANIZATION_ID.</param>
/// <param name="Code">Short code, unique in the feed, letters and digits only; also the ORG_NAME_KEY.</param>
/// <param name="TimeZone">IANA time zone of the facility.</param>
/// <param name="InWorkbook">False for the facility that the workbook is meant not to know.</param>
public sealed record SandboxOrganization(long OrganizationId, string Code, string TimeZone, bool InWorkbook = true);

/// <summary>One department code value.</summary>
/// <param name="Code">CODE_VALUE, as found in CHARGE.DEPARTMENT_CD.</param>
/// <param name="Display">DISPLAY of the code value.</param>
public sealed record SandboxDepartment(long Code, string Display);

/// <summary>One charge master code, as found in CHARGE_MOD.FIELD6.</summary>
/// <param name="Code">The code.</param>
/// <param name="Use">How the workbook is meant to treat it.</param>
public sealed record SandboxChargeCode(string Code, ChargeCodeUse Use = ChargeCodeUse.Ordinary);

/// <summary>What is meant to become of charges with a code.</summary>
public enum ChargeCodeUse
{
    /// <summary>Mapped to an account that Fusion knows.</summary>
    Ordinary,

    /// <summary>Has no row in the workbook: its charges are parked.</summary>
    Unmapped,

    /// <summary>Mapped to an account that Fusion does not know: its lines are rejected.</summary>
    Rejected,
}
