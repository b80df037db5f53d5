using System.Globalization;
using Syntra.Sandbox.Fusion.Control;
using Syntra.Sandbox.Fusion.Gl;

namespace Syntra.Sandbox.Fusion.Ess.Jobs;

/// <summary>"Import Journals: Child": the import itself, each group in full or not at all.</summary>
internal sealed class JournalImportJob : IEssJob
{
    public const string Name = "JournalImport";

    public string Definition => Name;

    public string DisplayName => "Import Journals: Child";

    public EssStep Run(EssJobContext context)
    {
        var request = context.Request;
        var ledger = LedgerStore.Find(context.Session, request.Argument(3)) ?? throw new InvalidOperationException("The ledger has gone.");
        PeriodCloser.CloseIfAsked(context.Session, ledger.Id);
        var selection = new ImportSelection(ledger, LedgerStore.SourceNameOfKey(context.Session, request.Argument(2)), request.Argument(2), request.Argument(4));
        var result = new JournalImport(context.Session, selection, request.Id, context.Now, summarize: request.Argument(6) == "Y").Run();
        context.WriteOutput($"{request.Id}_JournalImportExecutionReport.txt", ExecutionReport.Write(request.Id, selection, result, Echo(context, result)));
        context.WriteLog(string.Create(CultureInfo.InvariantCulture, $"Rows read: {result.RowsRead}. Batches created: {result.Batches.Count}. Rows rejected: {result.RowsRejected}.\n"));
        return new EssStep.Finish(result.RowsRead == 0 || result.RowsRejected > 0 ? EssState.Warning : EssState.Succeeded);
    }

    private static string Echo(EssJobContext context, ImportResult result) =>
        result.Errors.Count > 0 && FaultBoard.TakeForJob(context.Session, FaultKind.ReportEchoes, Name, JournalImportLauncherJob.Name) is { Body: { } body } ? " " + body : "";
}
