using System.Globalization;
using Syntra.Sandbox.Fusion.Gl;

namespace Syntra.Sandbox.Fusion.Ess.Jobs;

/// <summary>"Import Journals": checks its seven arguments and hands over to its child, which shows up a while later.
/// It says SUCCEEDED when the child has ended in WARNING: only the child knows of rejected rows.</summary>
internal sealed class JournalImportLauncherJob : IEssJob
{
    public const string Name = "JournalImportLauncher";
    public const string PackagePath = "/oracle/apps/ess/financials/generalLedger/programs/common";

    /// <summary>As argument 4: every pending group of the source and ledger, other people's included.</summary>
    public const string AllGroups = "ALL";

    public string Definition => Name;

    public string DisplayName => "Import Journals";

    public EssStep Run(EssJobContext context)
    {
        if (context.Request.Stage > 0)
        {
            var child = context.ChildOutcome(JournalImportJob.Name);
            return new EssStep.Finish(child is EssState.Succeeded or EssState.Warning ? EssState.Succeeded : EssState.Error);
        }

        if (Refusal(context) is { } reason)
        {
            context.WriteLog(reason + "\n");
            return new EssStep.Finish(EssState.Error);
        }

        context.SubmitChild(new(PackagePath, JournalImportJob.Name, context.Request.Submission.Arguments), context.Latencies.ChildAppearance);
        return new EssStep.AwaitChildren(1);
    }

    private static string? Refusal(EssJobContext context)
    {
        var request = context.Request;
        if (request.Submission.Arguments.Count != 7)
        {
            return $"The job takes 7 arguments and was given {request.Submission.Arguments.Count}.";
        }

        if (LedgerStore.Find(context.Session, request.Argument(3)) is not { } ledger)
        {
            return $"Argument 3: there is no ledger with the identifier {request.Argument(3)}.";
        }

        if (request.Argument(1) != ledger.DataAccessSetId.ToString(CultureInfo.InvariantCulture))
        {
            return $"Argument 1: the data access set {request.Argument(1)} gives no write access to the ledger {ledger.Id}.";
        }

        if (request.Argument(4) is not (AllGroups or "") && !long.TryParse(request.Argument(4), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return $"Argument 4: {request.Argument(4)} is not a group identifier.";
        }

        return request.Argument(5) is not ("Y" or "N") || request.Argument(6) is not ("Y" or "N") || request.Argument(7) is not ("N" or "O" or "W")
            ? "Arguments 5 and 6 are Y or N; argument 7 is N, O or W."
            : null;
    }
}
