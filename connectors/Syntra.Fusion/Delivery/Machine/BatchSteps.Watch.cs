using System.Globalization;
using Microsoft.Extensions.Logging;
using Syntra.Contracts;
using Syntra.Fusion.Reports;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Delivery.Machine;

/// <summary>The steps that wait for a job, read what it did, and decide what follows.</summary>
internal sealed partial class BatchSteps
{
    // Between "the job has ended" and "its effect shows", Fusion is given this many looks.
    private const int SettlingLooks = 8;

    private async Task<StepResult> WatchLoadAsync(BatchWork work, CancellationToken ct)
    {
        var tree = await TreeAsync(work.Status.LoadRequestId, EssJob.LoadInterfaceFile, work, ct);
        switch (tree.Verdict(EssJob.LoadInterfaceFile.WorkingChild))
        {
            case EssVerdict.Running:
                return StillRunning(work, "load", tree);
            case EssVerdict.Succeeded:
                return Move(work.Status with { State = DeliveryState.Loaded });
            default:
                // One bad record and the loader takes all rows of the file back, so the group is empty again.
                var refused = Refusals.OfLoad(work, LoaderLog.Parse(await TextsAsync(tree, EssFiles.Log, ct)));
                return Refuse(work, refused, "LOAD-ERROR", "the load failed and its log names no record");
        }
    }

    private async Task<StepResult> WatchImportAsync(BatchWork work, CancellationToken ct)
    {
        var tree = await TreeAsync(work.Status.ImportRequestId, EssJob.ImportJournals, work, ct);
        var verdict = tree.Verdict(EssJob.ImportJournals.WorkingChild);
        if (verdict == EssVerdict.Running)
        {
            return StillRunning(work, "import", tree);
        }

        // The ledger decides, not the job: another import of the same group may have taken the rows before this one.
        if (await _lookup.FindAsync(work, ct) is { } imported)
        {
            await AssertWholeAsync(work, tree, verdict, ct);
            return Imported(work, imported);
        }

        if (verdict == EssVerdict.Succeeded)
        {
            return new StepResult.Look(++work.Settling > SettlingLooks
                ? $"Import request {work.Status.ImportRequestId} succeeded but no journal batch named {work.Batch.BatchName} shows; check that the service user may see the ledger's journals."
                : null);
        }

        return await AfterFailedImportAsync(work, tree, ct);
    }

    private async Task<StepResult> AfterFailedImportAsync(BatchWork work, EssTree tree, CancellationToken ct)
    {
        if (!await _lookup.NoImportIsPendingAsync(work, ct))
        {
            return new StepResult.Look();
        }

        if (work.Status.ImportSubmissions > 1 && await _lookup.FindAsync(work, ct) is { } imported)
        {
            // It ended between the two questions.
            return Imported(work, imported);
        }

        var report = ImportReport.Parse(await TextsAsync(tree, EssFiles.Out, ct));
        var refused = Refusals.OfImport(work, report.Rejected);
        if (refused.Count == 0 && ++work.Settling <= SettlingLooks)
        {
            // Nothing says why. Another import of this group may have taken its rows, and the ledger may not show them yet.
            return new StepResult.Look();
        }

        return report.SaysNoRows
            ? await NothingToImportAsync(work, ct)
            : Refuse(work, refused, "IMPORT-ERROR", "the import failed and its report names no line");
    }

    /// <summary>
    /// Fusion takes a group whole or not at all, and everything here rests on it. Where the one import that there was both made
    /// journals and refused lines, neither receipt would be true: a person must look.
    /// </summary>
    private async Task AssertWholeAsync(BatchWork work, EssTree tree, EssVerdict verdict, CancellationToken ct)
    {
        if (verdict != EssVerdict.Succeeded && work.Status.ImportSubmissions == 1
            && Refusals.OfImport(work, ImportReport.Parse(await TextsAsync(tree, EssFiles.Out, ct)).Rejected).Count > 0)
        {
            throw new BatchHeldException($"Import request {work.Status.ImportRequestId} made journals of group {work.Group} and refused lines of it; nothing more is sent. Compare the batch {work.Batch.BatchName} with the request's report.");
        }
    }

    /// <summary>No rows in the group and no journals in the ledger: either they were never loaded, or Fusion does not show them yet.</summary>
    private async Task<StepResult> NothingToImportAsync(BatchWork work, CancellationToken ct)
    {
        var load = await TreeAsync(work.Status.LoadRequestId, EssJob.LoadInterfaceFile, work, ct);
        var loaded = LoaderLog.RowsLoaded(await TextsAsync(load, EssFiles.Log, ct));

        // An empty group and no journal batch prove that this attempt can no longer post anything.
        return new StepResult.Move(Attempts.Next(work.Status))
        {
            Hold = loaded == 0
                ? $"Load request {work.Status.LoadRequestId} loaded no rows; check the UCM account {options.DocumentAccount} and the rights of the service user."
                : $"Import request {work.Status.ImportRequestId} found no rows in its group; trying under a new one.",
        };
    }

    /// <summary>Refuses the named ones and goes on with the rest; where none is named, tries again, then halves, down to single instructions.</summary>
    private StepResult Refuse(BatchWork work, IReadOnlyList<RefusedInstruction> named, string code, string reason)
    {
        if (named.Count > 0)
        {
            log.LogInformation("Batch {Batch}: {Count} instructions refused ({Codes})", work.Batch.BatchId, named.Count, string.Join(',', named.Select(r => r.Code).Distinct()));
            return Move(work.Status with { State = DeliveryState.Rejected, Refused = [.. work.Status.Refused, .. named] });
        }

        if (work.Status.UnnamedFailures < options.UnnamedFailuresBeforeSplit)
        {
            return Move(Attempts.Next(work.Status with { UnnamedFailures = work.Status.UnnamedFailures + 1 }));
        }

        if (work.Open.Count > 1)
        {
            return new StepResult.Halves();
        }

        var alone = Refusals.Refused(work.Open[0].IdempotencyKey, code, $"{reason}; tried alone");
        return Move(work.Status with { State = DeliveryState.Rejected, Refused = [.. work.Status.Refused, alone] });
    }

    private static StepResult AfterRejection(BatchWork work) =>
        Move(work.Open.Count == 0 ? work.Status with { State = DeliveryState.Done } : Attempts.Next(work.Status));

    private async Task<StepResult> AfterImportAsync(BatchWork work, CancellationToken ct)
    {
        if (!options.Post)
        {
            return Move(work.Status with { State = DeliveryState.Done });
        }

        return await IsPostedAsync(work, ct)
            ? Move(work.Status with { State = DeliveryState.Posted })
            : Move(work.Status with { State = DeliveryState.PostSubmitting });
    }

    private async Task<StepResult> SubmitPostAsync(BatchWork work, CancellationToken ct)
    {
        if (work.Unsure)
        {
            // Posting again is harmless, there would be nothing left to post; asking first saves the job.
            work.Unsure = false;
            if (await IsPostedAsync(work, ct))
            {
                return Move(work.Status with { State = DeliveryState.Posted });
            }
        }

        var parameters = options.PostParameters
            .Replace("{ledgerId}", work.Batch.LedgerId, StringComparison.Ordinal)
            .Replace("{groupId}", (work.Status.ImportedGroup ?? work.Group).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return await SubmitAsync(work, EssJob.PostJournals, parameters, id => work.Status with { State = DeliveryState.Posting, PostRequestId = id }, ct);
    }

    private async Task<StepResult> WatchPostAsync(BatchWork work, CancellationToken ct)
    {
        var tree = await TreeAsync(work.Status.PostRequestId, EssJob.PostJournals, work, ct);
        if (tree.Verdict(null) == EssVerdict.Running)
        {
            return StillRunning(work, "posting", tree);
        }

        if (await IsPostedAsync(work, ct))
        {
            return Move(work.Status with { State = DeliveryState.Posted });
        }

        if (++work.Settling <= SettlingLooks)
        {
            return new StepResult.Look();
        }

        // Imported but not posted: nothing is lost or doubled; a person may have to open the period, and then the next try posts.
        return new StepResult.Move(work.Status with { State = DeliveryState.PostSubmitting })
        {
            Hold = $"Group {work.Status.ImportedGroup} is imported but posting request {work.Status.PostRequestId} did not post it; see its log, open the period or post it by hand.",
        };
    }

    private async Task<bool> IsPostedAsync(BatchWork work, CancellationToken ct) => await _lookup.FindAsync(work, ct) is { Posted: true };

    private async Task<EssTree> TreeAsync(long? requestId, EssJob job, BatchWork work, CancellationToken ct)
    {
        var id = requestId ?? throw new DeliveryStateException($"Batch {work.Batch.BatchId} is in {work.Status.State} without a request id.");
        var tree = await client.GetTreeAsync(id, ct);

        // A tree that looks finished without the child that does the work: the scheduler may show that child first.
        var unfinished = tree.Verdict(job.WorkingChild) == EssVerdict.Running && tree.All().All(n => n.Status.Verdict() == EssVerdict.Succeeded);
        return unfinished ? tree.With(await client.GetDescendantsAsync(id, ct)) : tree;
    }

    private async Task<IReadOnlyList<string>> TextsAsync(EssTree tree, EssFiles files, CancellationToken ct)
    {
        var texts = new List<string>();
        foreach (var node in tree.All().Where(n => n.RequestId > 0))
        {
            var found = await client.GetFilesAsync(node.RequestId, files, ct);
            texts.AddRange(found.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value));
        }

        return texts;
    }

    private StepResult.Look StillRunning(BatchWork work, string job, EssTree tree)
    {
        work.Settling = 0;
        work.Looks++;
        var waited = options.PollInterval * work.Looks;
        return new StepResult.Look(waited > options.PollTimeout
            ? $"The {job} (request {tree.RequestId}, {tree.Status}) has not ended; it is unknown, not failed. See the scheduler for a blocked or waiting request."
            : null);
    }
}
