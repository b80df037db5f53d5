namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>The three-hospital group of the seeded day: what the sample workbook maps.</summary>
public static class HospitalDayCatalogue
{
    /// <summary>The charge code that the sample workbook does not have.</summary>
    public const string UnmappedCode = "C9999";

    /// <summary>The charge code that the sample workbook maps to an account that Fusion does not know.</summary>
    public const string RejectedCode = "C1040";

    /// <summary>ORGANIZATION_ID of the facility that is in no workbook.</summary>
    public const long UnknownFacilityId = 109;

    /// <summary>The hospitals, and the facility that the workbook does not know.</summary>
    public static IReadOnlyList<SandboxOrganization> Organizations { get; } =
    [
        new(101, "LAKESIDE", "America/Chicago"),
        new(102, "RIVERBEND", "America/Chicago"),
        new(103, "HILLCREST", "America/Denver"),
        new(UnknownFacilityId, "OUTREACH", "America/Chicago", InWorkbook: false),
    ];

    /// <summary>Departments of every hospital.</summary>
    public static IReadOnlyList<SandboxDepartment> Departments { get; } =
    [
        new(2001, "Emergency"),
        new(2002, "Operating Room"),
        new(2003, "Diagnostic Imaging"),
        new(2004, "Laboratory"),
        new(2005, "Pharmacy"),
        new(2006, "Intensive Care"),
        new(2007, "Medical Surgical"),
        new(2008, "Physical Therapy"),
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
        new("C1001", 2001, 412.75m, 1m, 1),
        new("C1002", 2001, 1186.40m, 1m, 1),
        new("C1003", 2001, 96.20m, 1m, 3),
        new("C1004", 2002, 3875.00m, 1m, 1),
        new("C1005", 2002, 64.50m, 1m, 45),
        new("C1006", 2002, 5249.99m, 1m, 2),
        new("C1007", 2003, 287.31m, 1m, 2),
        new("C1008", 2003, 1642.18m, 1m, 1),
        new("C1009", 2003, 2210.07m, 1m, 1),
        new("C1010", 2004, 18.43m, 1m, 6),
        new("C1011", 2004, 47.09m, 1m, 2),
        new("C1012", 2004, 132.66m, 1m, 1),
        new("C1013", 2005, 0.37m, 1m, 40),
        new("C1014", 2005, 14.82m, 0.5m, 9),
        new("C1015", 2005, 987.60m, 0.25m, 12),
        new("C1016", 2006, 6420.00m, 1m, 1),
        new("C1017", 2006, 208.15m, 1m, 4),
        new("C1018", 2007, 2315.00m, 1m, 1),
        new("C1019", 2007, 7.24m, 1m, 15),
        new("C1020", 2007, 58.90m, 0.5m, 6),
        new("C1021", 2008, 121.00m, 1m, 4),
        new("C1022", 2008, 75.36m, 0.25m, 8),
        new("C1023", 2008, 0.00m, 1m, 1),
    ];
}

internal sealed record PricedItem(string Code, long DepartmentCode, decimal Price, decimal Step, int MaxSteps);
