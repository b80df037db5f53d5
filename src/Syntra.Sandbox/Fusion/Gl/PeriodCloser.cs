using Syntra.Sandbox.Fusion.Control;
using Syntra.Sandbox.Fusion.Ess.Jobs;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>The fault of a period that closes after it was looked up and before the import reads it.</summary>
internal static class PeriodCloser
{
    public static void CloseIfAsked(Session session, long ledgerId)
    {
        if (FaultBoard.TakeForJob(session, FaultKind.PeriodCloses, JournalImportJob.Name, JournalImportLauncherJob.Name) is { } fault)
        {
            session.Execute(
                "UPDATE gl_period_statuses SET closing_status = 'C' WHERE ledger_id = @ledger AND application_id = 101 AND (@period IS NULL OR period_name = @period)",
                ("@ledger", ledgerId), ("@period", fault.Period));
        }
    }
}
