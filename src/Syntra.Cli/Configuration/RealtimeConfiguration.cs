using Syntra.Topology.Objects.Domains;

namespace Syntra.Cli.Configuration;

/// <summary>How the real-time tier runs.</summary>
internal sealed class RealtimeConfiguration
{
    /// <summary>Stream threads of objects in this process.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Time between two commits: what exactly-once adds to each event, twice.</summary>
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Calls to Fusion at the same time for each kind of object, at most.</summary>
    public int MaxCalls { get; set; } = 32;

    /// <summary>Whether the watermark table lies on disk; it is in memory else, and in its changelog always.</summary>
    public bool StateOnDisk { get; set; }
}

/// <summary>What the mappings of objects need to know of the tenant's Fusion.</summary>
internal sealed class ObjectConfiguration
{
    private static readonly ObjectDefaults Usual = new();

    /// <summary>Registered source system.</summary>
    public string SourceSystem { get; set; } = "SYNTRA";

    /// <summary>Business unit.</summary>
    public string BusinessUnit { get; set; } = Usual.BusinessUnit;

    /// <summary>Country of customers.</summary>
    public string Country { get; set; } = Usual.Country;

    /// <summary>Asset book.</summary>
    public string AssetBook { get; set; } = Usual.AssetBook;

    /// <summary>Asset category by the source's category code.</summary>
    public Dictionary<string, long> AssetCategories { get; set; } = [];

    /// <summary>Asset category of the others.</summary>
    public long AssetCategory { get; set; } = Usual.AssetCategory;

    /// <summary>That category as segments, for assets by file.</summary>
    public List<string> AssetCategorySegments { get; set; } = [];

    /// <summary>Asset location as segments, for assets by file.</summary>
    public List<string> AssetLocationSegments { get; set; } = [];

    /// <summary>Depreciation expense account as segments, for assets by file.</summary>
    public List<string> AssetExpenseSegments { get; set; } = [];

    /// <summary>Asset location.</summary>
    public long AssetLocation { get; set; } = Usual.AssetLocation;

    /// <summary>Depreciation expense account.</summary>
    public long AssetExpense { get; set; } = Usual.AssetExpense;

    /// <summary>Whether devices of patients are sent, without anything that identifies them.</summary>
    public bool PatientDevices { get; set; } = Usual.PatientDevices;

    /// <summary>Identifier system of person numbers.</summary>
    public string PersonNumberSystem { get; set; } = Usual.PersonNumberSystem;

    /// <summary>Identifier system of cost centres.</summary>
    public string CostCenterSystem { get; set; } = Usual.CostCenterSystem;

    /// <summary>Value set of the cost centre segment.</summary>
    public string ValueSet { get; set; } = Usual.ValueSet;

    /// <summary>Tree of the cost centre hierarchy.</summary>
    public string Tree { get; set; } = Usual.Tree;

    /// <summary>Its version.</summary>
    public string TreeVersion { get; set; } = Usual.TreeVersion;

    /// <summary>Preparer of requisitions.</summary>
    public string PreparerEmail { get; set; } = Usual.PreparerEmail;

    /// <summary>Category of requisition lines.</summary>
    public string RequisitionCategory { get; set; } = Usual.RequisitionCategory;

    /// <summary>Deliver-to location of requisition lines.</summary>
    public string DeliverTo { get; set; } = Usual.DeliverTo;

    /// <summary>As the mappings take it.</summary>
    internal ObjectDefaults ToDefaults() => Usual with
    {
        BusinessUnit = BusinessUnit, Country = Country, AssetBook = AssetBook, AssetCategories = AssetCategories, AssetCategory = AssetCategory, AssetLocation = AssetLocation, AssetExpense = AssetExpense,
        AssetCategorySegments = AssetCategorySegments, AssetLocationSegments = AssetLocationSegments, AssetExpenseSegments = AssetExpenseSegments, PatientDevices = PatientDevices, PersonNumberSystem = PersonNumberSystem, CostCenterSystem = CostCenterSystem, ValueSet = ValueSet, Tree = Tree,
        TreeVersion = TreeVersion, PreparerEmail = PreparerEmail, RequisitionCategory = RequisitionCategory, DeliverTo = DeliverTo,
    };
}
