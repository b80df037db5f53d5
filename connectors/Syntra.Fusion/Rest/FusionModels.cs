namespace Syntra.Fusion.Rest;

/// <summary>A job of the Enterprise Scheduler.</summary>
/// <param name="Package">Path, with leading slash.</param>
/// <param name="Definition">Job definition.</param>
/// <param name="WorkingChild">Beginning of the name of the child request that does the work, or null.</param>
public sealed record EssJob(string Package, string Definition, string? WorkingChild)
{
    private const string GeneralLedger = "/oracle/apps/ess/financials/generalLedger/programs/common";

    /// <summary>Load Interface File for Import.</summary>
    public static EssJob LoadInterfaceFile { get; } =
        new("/oracle/apps/ess/financials/commonModules/shared/common/interfaceLoader", "InterfaceLoaderController", "Load File to Interface");

    /// <summary>Import Journals.</summary>
    public static EssJob ImportJournals { get; } = new(GeneralLedger, "JournalImportLauncher", "Import Journals: Child");

    /// <summary>AutoPost Journals.</summary>
    public static EssJob PostJournals { get; } = new(GeneralLedger, "AutomaticPosting", null);
}

/// <summary>What output of a request to fetch.</summary>
public enum EssFiles
{
    /// <summary>Logs.</summary>
    Log,
    /// <summary>Reports.</summary>
    Out,
    /// <summary>Both.</summary>
    All,
}

/// <summary>A request as the scheduler shows it, with the arguments it was submitted with (1-based positions).</summary>
public sealed record EssRequest(long RequestId, EssStatus Status, IReadOnlyDictionary<int, string> Arguments);

/// <summary>One journal batch of the general ledger.</summary>
/// <param name="BatchName">Our REFERENCE1 and what Fusion appended.</param>
/// <param name="JeBatchId">Fusion's id.</param>
/// <param name="PostingStatus">U unposted, P posted; others as Fusion gives them.</param>
/// <param name="Status">Batch status.</param>
/// <param name="Period">Accounting period name.</param>
public sealed record JournalBatch(string BatchName, long JeBatchId, string PostingStatus, string Status, string Period)
{
    /// <summary>Whether its journals are in the balances.</summary>
    public bool IsPosted => PostingStatus == "P";
}

/// <summary>One period of one ledger for the general ledger application (101).</summary>
public sealed record AccountingPeriod(string Name, DateOnly StartDate, DateOnly EndDate, bool Adjustment, string ClosingStatus);

/// <summary>Balances of one account combination in one period, in the ledger's currency.</summary>
public sealed record AccountBalance(string Account, string Period, decimal Beginning, decimal Activity, decimal Ending);
