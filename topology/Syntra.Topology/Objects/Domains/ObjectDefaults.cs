namespace Syntra.Topology.Objects.Domains;

/// <summary>What the mappings need to know of the tenant's Fusion and of its source's identifier systems.</summary>
public sealed record ObjectDefaults
{
    /// <summary>Business unit of customers, assignments and requisitions.</summary>
    public string BusinessUnit { get; init; } = "Hospital BU";

    /// <summary>Country of customers' bill-to sites.</summary>
    public string Country { get; init; } = "US";

    /// <summary>BOOK_TYPE_CODE of assets.</summary>
    public string AssetBook { get; init; } = "HOSPITAL CORP";

    /// <summary>Fusion's asset category by the source's category code.</summary>
    public IReadOnlyDictionary<string, long> AssetCategories { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The category of equipment whose own has none.</summary>
    public long AssetCategory { get; init; } = 1;

    /// <summary>The same category as segments, for files; empty where assets go by REST.</summary>
    public IReadOnlyList<string> AssetCategorySegments { get; init; } = [];

    /// <summary>Location as segments, for files.</summary>
    public IReadOnlyList<string> AssetLocationSegments { get; init; } = [];

    /// <summary>Depreciation expense account as segments, for files.</summary>
    public IReadOnlyList<string> AssetExpenseSegments { get; init; } = [];

    /// <summary>P_LOCATION_CCID.</summary>
    public long AssetLocation { get; init; } = 1;

    /// <summary>P_EXPENSE_CCID.</summary>
    public long AssetExpense { get; init; } = 1;

    /// <summary>Whether devices that patients have are sent, without anything that identifies them.</summary>
    public bool PatientDevices { get; init; } = true;

    /// <summary>Identifier system whose value is HCM's person number.</summary>
    public string PersonNumberSystem { get; init; } = "http://hl7.org/fhir/sid/us-npi";

    /// <summary>First day of credentials whose source gives none, the national provider identifier among them.</summary>
    public DateOnly CredentialsFrom { get; init; } = new(2007, 5, 23);

    /// <summary>Identifier system whose value is the cost centre of a location.</summary>
    public string CostCenterSystem { get; init; } = "urn:syntra:cost-center";

    /// <summary>Value set of the cost centre segment.</summary>
    public string ValueSet { get; init; } = "Cost Center";

    /// <summary>TREE_CODE of the cost centre hierarchy.</summary>
    public string Tree { get; init; } = "Cost Centers";

    /// <summary>TREE_VERSION_NAME.</summary>
    public string TreeVersion { get; init; } = "Current";

    /// <summary>Who prepares requisitions: a service user.</summary>
    public string PreparerEmail { get; init; } = "requisitions@hospital.example";

    /// <summary>Category of lines whose source gives none.</summary>
    public string RequisitionCategory { get; init; } = "Medical Supplies";

    /// <summary>Unit of lines whose source gives none.</summary>
    public string Unit { get; init; } = "Each";

    /// <summary>Deliver-to location of lines whose source gives none.</summary>
    public string DeliverTo { get; init; } = "Receiving";
}
