namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>The three-hospital group of the seeded day: what the sample workbook maps.</summary>
public static class HospitalDayCatalogue
{
    /// <summary>The charge code that the sample workbook does not have.</summary>
    public const string UnmappedCode = "45700119";

    /// <summary>The charge code that the sample workbook maps to an account that Fusion does not know.</summary>
    public const string RejectedCode = "45700228";

    /// <summary>ORGANIZATION_ID of the facility that is in no workbook.</summary>
    public const long UnknownFacilityId = 589790;

    /// <summary>The hospitals, and the facility that the workbook does not know.</summary>
    public static IReadOnlyList<SandboxOrganization> Organizations { get; } =
    [
        new(589723, "LAKESIDE", "America/Chicago"),
        new(589731, "RIVERBEND", "America/New_York"),
        new(589747, "SUMMIT", "America/Denver"),
        new(UnknownFacilityId, "OUTREACH", "America/Chicago", InWorkbook: false),
    ];

    /// <summary>Departments of every hospital.</summary>
    public static IReadOnlyList<SandboxDepartment> Departments { get; } =
    [
        new(4101, "Emergency"),
        new(4102, "Operating Room"),
        new(4103, "Diagnostic Imaging"),
        new(4104, "Laboratory"),
        new(4105, "Pharmacy"),
        new(4106, "Intensive Care"),
        new(4107, "Medical Surgical"),
        new(4108, "Physical Therapy"),
    ];

    /// <summary>Charge codes, the unmapped and the rejected one included.</summary>
    public static IReadOnlyList<SandboxChargeCode> ChargeCodes { get; } =
    [
        .. Items
            .Select(i => new SandboxChargeCode(i.Code))
            .Append(new SandboxChargeCode(UnmappedCode, ChargeCodeUse.Unmapped))
            .Append(new SandboxChargeCode(RejectedCode, ChargeCodeUse.Rejected))
            .OrderBy(c => c.Code, StringComparer.Ordinal),
    ];

    // Quantities are whole multiples of Step; every price times Step is whole cents, so that a valid charge multiplies exactly.
    internal static IReadOnlyList<PricedItem> Items =>
    [
        new("45010010", 4101, 412.75m, 1m, 1),
        new("45010020", 4101, 1186.40m, 1m, 1),
        new("45010035", 4101, 96.20m, 1m, 3),
        new("36020100", 4102, 3875.00m, 1m, 1),
        new("36020115", 4102, 64.50m, 1m, 45),
        new("27020410", 4102, 5249.99m, 1m, 2),
        new("32030110", 4103, 287.31m, 1m, 2),
        new("35030220", 4103, 1642.18m, 1m, 1),
        new("61030330", 4103, 2210.07m, 1m, 1),
        new("30040101", 4104, 18.43m, 1m, 6),
        new("30040155", 4104, 47.09m, 1m, 2),
        new("30640210", 4104, 132.66m, 1m, 1),
        new("25050001", 4105, 0.37m, 1m, 40),
        new("25050120", 4105, 14.82m, 0.5m, 9),
        new("63650900", 4105, 987.60m, 0.25m, 12),
        new("20060001", 4106, 6420.00m, 1m, 1),
        new("41060045", 4106, 208.15m, 1m, 4),
        new("12070001", 4107, 2315.00m, 1m, 1),
        new("27070012", 4107, 7.24m, 1m, 15),
        new("25870030", 4107, 58.90m, 0.5m, 6),
        new("42080010", 4108, 121.00m, 1m, 4),
        new("42080097", 4108, 75.36m, 0.25m, 8),
        new("43080053", 4108, 0.00m, 1m, 1),
    ];
}

internal sealed record PricedItem(string Code, long DepartmentCode, decimal Price, decimal Step, int MaxSteps);
