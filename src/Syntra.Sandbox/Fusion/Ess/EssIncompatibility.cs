using Syntra.Sandbox.Fusion.Ess.Jobs;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Ess;

/// <summary>Import Journals is incompatible with itself where both could take the same rows: the later one stands in BLOCKED.</summary>
internal static class EssIncompatibility
{
    public static bool Blocks(Session session, EssRequest request) =>
        request.Submission.Definition == JournalImportLauncherJob.Name
        && EssStore.OfDefinition(session, JournalImportLauncherJob.Name, EssState.Running, EssState.Paused).Exists(other => Overlap(request, other));

    private static bool Overlap(EssRequest a, EssRequest b) =>
        a.Id != b.Id && a.Argument(2) == b.Argument(2) && a.Argument(3) == b.Argument(3)
        && (a.Argument(4) == b.Argument(4) || a.Argument(4) == JournalImportLauncherJob.AllGroups || b.Argument(4) == JournalImportLauncherJob.AllGroups);
}
