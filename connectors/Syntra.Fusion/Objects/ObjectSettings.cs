namespace Syntra.Fusion.Objects;

/// <summary>How a pod is set up, as far as the objects depend on it. What the pod decides is never guessed from a name.</summary>
public sealed record ObjectSettings
{
    /// <summary>Registered source system (Manage Trading Community Source Systems), and SourceSystemOwner in HCM (lookup HRC_SOURCE_SYSTEM_OWNER).</summary>
    public string SourceSystem { get; init; } = "SYNTRA";

    /// <summary>CREATED_BY_MODULE of trading community records.</summary>
    public string CreatedByModule { get; init; } = "HZ_WS";

    /// <summary>Most parts of a REST batch: no limit is published, but a gateway's time limit applies, so fewer go where they take long. 1 sends none.</summary>
    public int BatchParts { get; init; } = 200;

    /// <summary>Attribute of a certification item that carries our source reference.</summary>
    public string CredentialKeyAttribute { get; init; } = "SourceKey1";

    /// <summary>Handle of erpintegrations that reads an asset; its parameters are not published.</summary>
    public string AssetReadHandle { get; init; } = "getAssetInformation";

    /// <summary>Job that publishes an account hierarchy after a change, as package and definition; null publishes nothing.</summary>
    public (string Package, string Definition)? PublishHierarchyJob { get; init; }

    /// <summary>Kinds that go by file, and when a batch leaves. Customers and new assets (FBDI), credentials and assignments (HDL) can; the others go by REST, and hierarchies always by file.</summary>
    public IReadOnlyDictionary<Contracts.ObjectKind, Bulk.BulkSettings> Bulk { get; init; } = new Dictionary<Contracts.ObjectKind, Bulk.BulkSettings>();

    /// <summary>BI Publisher report of one customer batch: its status and its rows (docs/objects/bulk.md).</summary>
    public string CustomerBatchReport { get; init; } = "/Custom/Syntra/CustomerBatch.xdo";

    /// <summary>BI Publisher report that says which source references have a party.</summary>
    public string CustomersReport { get; init; } = "/Custom/Syntra/Customers.xdo";

    /// <summary>BI Publisher report of the mass additions of one batch: status, error and asset of each.</summary>
    public string AssetBatchReport { get; init; } = "/Custom/Syntra/AssetBatch.xdo";

    /// <summary>BI Publisher report that says which asset numbers are in use.</summary>
    public string AssetsReport { get; init; } = "/Custom/Syntra/Assets.xdo";

    /// <summary>BI Publisher report of the dated rows of assignments.</summary>
    public string AssignmentsReport { get; init; } = "/Custom/Syntra/Assignments.xdo";

    /// <summary>What stands before a person number in the code of a talent profile; files name profiles by it.</summary>
    public string ProfileCodePrefix { get; init; } = "PERS_";

    /// <summary>Between two looks at a running job.</summary>
    public TimeSpan JobPoll { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Kinds that can go by file.</summary>
    public static IReadOnlyList<Contracts.ObjectKind> BulkKinds { get; } = [Contracts.ObjectKind.Customer, Contracts.ObjectKind.Asset, Contracts.ObjectKind.WorkerCredential, Contracts.ObjectKind.WorkerAssignment];

    internal void Validate()
    {
        foreach (var (kind, bulk) in Bulk)
        {
            bulk.Validate();
            if (!BulkKinds.Contains(kind))
            {
                throw new ArgumentException($"{kind} cannot go by file; use one of {string.Join(", ", BulkKinds)}.");
            }
        }

        if (SourceSystem.Length is 0 or > 30 || BatchParts is < 1 or > 1000 || JobPoll <= TimeSpan.Zero)
        {
            throw new ArgumentException("Object settings need a SourceSystem of 1 to 30 characters, BatchParts from 1 to 1000 and a JobPoll longer than zero.");
        }
    }
}
