using System.Globalization;

namespace Syntra.Sandbox.Fusion.Ess.Jobs;

/// <summary>"Load Interface File for Import": transfers the UCM document, loads it, and, when importBulkData asked for it, has the import
/// submitted after itself. It ends without waiting for that import, whose request shows up later in its tree.</summary>
internal sealed class InterfaceLoaderJob : IEssJob
{
    public const string Name = "InterfaceLoaderController";
    public const string PackagePath = "/oracle/apps/ess/financials/commonModules/shared/common/interfaceLoader";

    /// <summary>FUN_ERP_INTERFACE_OPTIONS: the journal interface.</summary>
    public const string JournalInterface = "15";

    /// <summary>Segment values and hierarchies.</summary>
    public const string HierarchyInterface = "16";

    /// <summary>Trading community parties with their customer accounts.</summary>
    public const string CustomerInterface = "4";

    /// <summary>Mass additions of fixed assets.</summary>
    public const string AssetInterface = "9";

    public string Definition => Name;

    public string DisplayName => "Load Interface File for Import";

    public EssStep Run(EssJobContext context) => context.Request.Stage switch
    {
        0 => Transfer(context),
        1 => Load(context),
        _ => Close(context),
    };

    private static EssStep Transfer(EssJobContext context)
    {
        var request = context.Request;
        if (request.Argument(1) is not (JournalInterface or HierarchyInterface or CustomerInterface or AssetInterface))
        {
            return Refuse(context, $"There is no interface with the identifier {request.Argument(1)}.");
        }

        if (!long.TryParse(request.Argument(2), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return Refuse(context, $"{request.Argument(2)} is not a document identifier.");
        }

        context.SubmitChild(new(PackagePath, TransferFileJob.Name, request.Submission.Arguments));
        return new EssStep.AwaitChildren(1);
    }

    private static EssStep Load(EssJobContext context)
    {
        if (context.ChildOutcome(TransferFileJob.Name) != EssState.Succeeded)
        {
            return Refuse(context, "The file could not be transferred.");
        }

        context.SubmitChild(new(PackagePath, LoadFileJob.Name, context.Request.Submission.Arguments));
        return new EssStep.AwaitChildren(2);
    }

    private static EssStep Close(EssJobContext context)
    {
        if (context.ChildOutcome(LoadFileJob.Name) is EssState.Error or EssState.Cancelled or EssState.Expired)
        {
            return Refuse(context, "The load failed. All rows of the file were deleted from the interface table.");
        }

        if (context.Request.Submission.Continuation is { } import)
        {
            context.SubmitChild(import, context.Latencies.Step + context.Latencies.Step + context.Latencies.ChildAppearance);
        }

        return new EssStep.Finish(EssState.Succeeded);
    }

    private static EssStep.Finish Refuse(EssJobContext context, string reason)
    {
        context.WriteLog(reason + "\n");
        return new EssStep.Finish(EssState.Error);
    }
}
