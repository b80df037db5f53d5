using System.Globalization;
using Microsoft.Extensions.Logging;
using Syntra.Contracts;
using Syntra.Fusion.Fbdi;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Delivery.Machine;

/// <summary>
/// One step of one batch: from the committed state to the next. A step makes at most one call that changes Fusion, and makes it in a
/// state that was committed before (SUBMITTING), so that a crash leaves no doubt about what may have happened.
/// </summary>
internal sealed partial class BatchSteps(IFusionJournals client, JournalDeliveryOptions options, ILogger log)
{
    private readonly ImportLookup _lookup = new(client);

    public async Task<StepResult> NextAsync(BatchWork work, CancellationToken ct)
    {
        if (work.Unsure && DeliveryTransitions.MayBeImported(work.Status.State) && await AskAsync(work, ct) is { } known)
        {
            return known;
        }

        return work.Status.State switch
        {
            DeliveryState.Sealed => await UploadAsync(work, ct),
            DeliveryState.Uploaded => Move(work.Status with { State = DeliveryState.LoadSubmitting }),
            DeliveryState.LoadSubmitting => await SubmitLoadAsync(work, ct),
            DeliveryState.Loading => await WatchLoadAsync(work, ct),
            DeliveryState.Loaded => Move(work.Status with { State = DeliveryState.ImportSubmitting, ImportSubmissions = 1 }),
            DeliveryState.ImportSubmitting => await SubmitImportAsync(work, ct),
            DeliveryState.Importing => await WatchImportAsync(work, ct),
            DeliveryState.Rejected => AfterRejection(work),
            DeliveryState.Imported => await AfterImportAsync(work, ct),
            DeliveryState.PostSubmitting => await SubmitPostAsync(work, ct),
            DeliveryState.Posting => await WatchPostAsync(work, ct),
            DeliveryState.Posted => Move(work.Status with { State = DeliveryState.Done }),
            var state => throw new DeliveryStateException($"Batch {work.Batch.BatchId} has ended ({state}) and cannot take a step."),
        };
    }

    /// <summary>
    /// Before the first step of every attempt, and wherever a restart or a lost answer left us unsure. Null: Fusion does not have it,
    /// and the state's own step is the right one.
    /// </summary>
    private async Task<StepResult?> AskAsync(BatchWork work, CancellationToken ct)
    {
        if (await _lookup.FindAsync(work, ct) is { } imported)
        {
            return Imported(work, imported);
        }

        work.Unsure = false;
        return work.Status.State switch
        {
            // Whether the load arrived is unknown, and loading twice into one group would double it. No import of this group was
            // ever asked for (that would be a later state), so the group is left behind and the next one is used.
            DeliveryState.LoadSubmitting => Move(Attempts.Next(work.Status)),

            // Importing a group again is harmless: Journal Import consumes the rows that it takes. Counted, so that a rejection
            // is believed only when no other import of this group can still run.
            DeliveryState.ImportSubmitting => Move(work.Status with { ImportSubmissions = work.Status.ImportSubmissions + 1 }),
            _ => null,
        };
    }

    private async Task<StepResult> UploadAsync(BatchWork work, CancellationToken ct)
    {
        var zip = JournalFile.Zip(work, SettingsOf(work));
        try
        {
            var document = await client.UploadAsync(JournalFile.ZipName(work), zip, options.DocumentAccount, ct);
            return Move(work.Status with { State = DeliveryState.Uploaded, DocumentId = document });
        }
        catch (FusionException failure) when (failure.Kind == FusionErrorKind.UnknownOutcome)
        {
            // Another upload is another document; one that nobody loads does nothing.
            throw failure.AsRetriable();
        }
    }

    private async Task<StepResult> SubmitLoadAsync(BatchWork work, CancellationToken ct)
    {
        var parameters = $"15,{work.Status.DocumentId},N,N,{JournalFile.ZipName(work)}";
        return await SubmitAsync(work, EssJob.LoadInterfaceFile, parameters, id => work.Status with { State = DeliveryState.Loading, LoadRequestId = id }, ct);
    }

    private async Task<StepResult> SubmitImportAsync(BatchWork work, CancellationToken ct)
    {
        var ledger = SettingsOf(work);

        // Our exact group, never ALL: that would take other people's rows.
        var parameters = string.Create(CultureInfo.InvariantCulture, $"{ledger.DataAccessSetId},{ledger.SourceArgument},{work.Batch.LedgerId},{work.Group},N,N,N");
        return await SubmitAsync(work, EssJob.ImportJournals, parameters, id => work.Status with { State = DeliveryState.Importing, ImportRequestId = id }, ct);
    }

    private async Task<StepResult> SubmitAsync(BatchWork work, EssJob job, string parameters, Func<long, DeliveryStatus> next, CancellationToken ct)
    {
        try
        {
            return Move(next(await client.SubmitAsync(job, parameters, ct)));
        }
        catch (FusionException failure) when (failure.Kind == FusionErrorKind.UnknownOutcome)
        {
            work.Unsure = true;
            log.LogWarning("Batch {Batch}: no clear answer to {Job} ({Failure}); asking Fusion before anything is sent again", work.Batch.BatchId, job.Definition, failure.Message);
            throw failure.AsRetriable();
        }
    }

    private StepResult Imported(BatchWork work, ImportedAs imported)
    {
        work.Unsure = false;
        if (work.Status.State != DeliveryState.Importing)
        {
            log.LogInformation("Batch {Batch}: Fusion already has group {Group}; nothing is sent again", work.Batch.BatchId, imported.GroupId);
        }

        return Move(work.Status with { State = DeliveryState.Imported, ImportedGroup = imported.GroupId });
    }

    private LedgerSettings SettingsOf(BatchWork work) => options.Ledgers(work.Batch.Ledger)
        ?? throw new BatchHeldException($"Ledger '{work.Batch.Ledger}' has no settings; add its row to ledgers.csv.");

    private static StepResult Move(DeliveryStatus status) => new StepResult.Move(status);
}
