namespace Syntra.Fusion.Objects;

/// <summary>Our own reason codes of object receipts; Fusion's codes stand beside them as they come. Explained in docs/reason-codes.md.</summary>
public static class ReasonCodes
{
    /// <summary>The instruction has no payload of its kind.</summary>
    public const string NoPayload = "no-payload";

    /// <summary>Retried to the time limit; whether it was done is not known.</summary>
    public const string NoCertainAnswer = "no-certain-answer";

    /// <summary>Others changed the object each time between our reading and our writing.</summary>
    public const string AlwaysChanged = "always-changed";

    /// <summary>The steps do not come to an end: Fusion does not keep what it says it has taken.</summary>
    public const string DoesNotKeep = "fusion-does-not-keep";

    /// <summary>Fusion refused without a code.</summary>
    public const string FusionRefused = "fusion-refused";

    /// <summary>HCM has no worker with this PersonNumber yet.</summary>
    public const string WorkerNotThere = "worker-not-there-yet";

    /// <summary>The worker has no talent profile or certification section yet.</summary>
    public const string ProfileNotThere = "profile-not-there-yet";

    /// <summary>The worker has no assignment with this number on that day.</summary>
    public const string AssignmentNotThere = "assignment-not-there-on-day";

    /// <summary>A dated instruction without its date.</summary>
    public const string NoEffectiveDate = "no-effective-date";

    /// <summary>A cost change of an asset that is in the books is an adjustment, which finance makes.</summary>
    public const string AssetCostDiffers = "asset-cost-differs";

    /// <summary>The asset is retired.</summary>
    public const string AssetRetired = "asset-retired";

    /// <summary>The asset lies as a mass addition that somebody has to approve in Fusion.</summary>
    public const string AssetAwaitsApproval = "asset-awaits-approval";

    /// <summary>Somebody else's addition came before the file's: the asset is looked at again by REST.</summary>
    public const string AssetNumberTaken = "asset-number-taken";

    /// <summary>The requisition was submitted already and cannot be changed.</summary>
    public const string RequisitionSubmitted = "requisition-already-submitted";

    /// <summary>The requisition says nothing to buy.</summary>
    public const string NoLines = "no-lines";

    /// <summary>The person's sealed name cannot be opened; the route or the key is missing.</summary>
    public const string PartyNotOpened = "party-not-opened";

    /// <summary>The job that loads the file did not end well for this row.</summary>
    public const string LoadRefused = "load-refused";

    /// <summary>The job that gives a loaded file its effect failed three times, or Fusion refuses it; the rows lie in the interface tables.</summary>
    public const string BulkJobFailed = "bulk-job-failed";

    /// <summary>The batch ended and says nothing of this row.</summary>
    public const string BulkNoVerdict = "bulk-no-verdict";

    /// <summary>The load took no rows and found nothing wrong: the UCM account is not the one that the interface reads.</summary>
    public const string BulkNothingLoaded = "bulk-nothing-loaded";
}
