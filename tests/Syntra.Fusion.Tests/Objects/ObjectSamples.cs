using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>Instructions of each kind. The variant changes what the object says, so that an update differs from a no-op.</summary>
internal static class ObjectSamples
{
    public static readonly DateTimeOffset Noon = new(2024, 2, 1, 12, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<ObjectKind> Kinds { get; } = Enum.GetValues<ObjectKind>();

    public static string Key(ObjectKind kind, int n) => string.Create(CultureInfo.InvariantCulture, $"{kind.ToString()[..2].ToUpperInvariant()}TOKEN{n:D6}");

    public static ObjectInstruction Of(ObjectKind kind, int n, long version = 1, int variant = 1, ObjectOperation operation = ObjectOperation.Upsert, bool bad = false)
    {
        var instruction = new ObjectInstruction
        {
            IdempotencyKey = IdempotencyKey.Compute(kind.ToString(), n.ToString(CultureInfo.InvariantCulture), version.ToString(CultureInfo.InvariantCulture)),
            Kind = kind,
            ObjectKey = Key(kind, n),
            SourceVersion = version,
            Operation = operation,
            EventTime = Noon,
            EffectiveDate = new DateOnly(2024, 3, 1),
        };
        return kind switch
        {
            ObjectKind.Customer => instruction with { Customer = Customer(variant, bad) },
            ObjectKind.Asset => instruction with { Asset = Asset(n, variant, bad) },
            ObjectKind.WorkerCredential => instruction with { Credential = Credential(n, variant, bad) },
            ObjectKind.WorkerAssignment => instruction with { Assignment = Assignment(n, variant, bad) },
            ObjectKind.CostCenter => instruction with { CostCenter = CostCenter(n, variant, bad) },
            ObjectKind.CostCenterHierarchy => instruction with { Hierarchy = Hierarchy(n, variant, bad) },
            _ => instruction with { Requisition = Requisition(variant, bad) },
        };
    }

    private static CustomerPayload Customer(int variant, bool bad) => new()
    {
        PartyType = PartyType.Organization,
        OrganizationName = bad ? "Secret <Payer>" : $"Payer {variant}",
        BusinessUnit = "Hospital BU",
        SetId = 202,
    };

    private static AssetPayload Asset(int n, int variant, bool bad) => new()
    {
        Book = bad ? "NO BOOK" : "HOSPITAL CORP",
        Description = $"Infusion pump {variant}",
        Manufacturer = "Maker",
        Model = "P-1",
        SerialNumber = string.Create(CultureInfo.InvariantCulture, $"SN{n}"),
        CategoryId = 21,
        CategorySegments = ["EQUIPMENT", "PUMP"],
        Cost = 15000.50m,
        InServiceOn = new DateOnly(2024, 2, 1),
        LocationId = 300100071633789,
        LocationSegments = ["US", "WEST"],
        ExpenseAccountId = 300100071633798,
        ExpenseSegments = ["101", "4100", "68000", "0000"],
    };

    private static CredentialPayload Credential(int n, int variant, bool bad) => new()
    {
        PersonNumber = string.Create(CultureInfo.InvariantCulture, $"7{n:D5}"),
        Name = bad ? new string('x', 300) : "Registered nurse",
        LicenseNumber = "RN-1",
        IssuedBy = "Board",
        State = "CA",
        Status = variant == 1 ? CredentialStatus.Active : CredentialStatus.Suspended,
        DateFrom = new DateOnly(2023, 1, 1).AddDays(variant),
        DateTo = new DateOnly(2025, 12, 31),
    };

    private static AssignmentPayload Assignment(int n, int variant, bool bad) => new()
    {
        PersonNumber = string.Create(CultureInfo.InvariantCulture, $"8{n:D5}"),
        AssignmentNumber = string.Create(CultureInfo.InvariantCulture, $"E8{n:D5}"),
        StatusCode = "ACTIVE_PROCESS",
        DepartmentName = bad ? "Nowhere" : variant == 1 ? "Surgery" : "Emergency",
    };

    private static CostCenterPayload CostCenter(int n, int variant, bool bad) => new()
    {
        ValueSet = "Cost Center",
        Value = (bad ? "TOOLONGVALUE" : "") + n.ToString(CultureInfo.InvariantCulture),
        Description = $"Ward {variant}",
    };

    private static HierarchyPayload Hierarchy(int n, int variant, bool bad) => new()
    {
        ValueSet = "Cost Center",
        Tree = "Hospital",
        TreeVersion = "2024",
        Value = bad ? "UNKNOWN" : n.ToString(CultureInfo.InvariantCulture),
        Parent = variant == 1 ? "1" : "2",
        Depth = 2,
    };

    private static RequisitionPayload Requisition(int variant, bool bad) => new()
    {
        BusinessUnit = "Hospital BU",
        PreparerEmail = "supply@hospital.example",
        Description = "Urgent supply",
        Urgent = true,
        Lines =
        [
            new RequisitionLine
            {
                LineNumber = 1, ItemDescription = $"Gloves {variant}", Category = "Medical", Quantity = 10.5m, Unit = bad ? "EA" : "Each", Price = 2.25m,
                DeliverTo = "OR-1", NeededBy = new DateOnly(2024, 2, 5), ChargeAccount = "101-4100-61000-0000",
            },
        ],
    };
}
