using System.Globalization;
using Syntra.Contracts;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Delivery.Machine;

/// <summary>What Fusion's ledger holds of a batch.</summary>
/// <param name="GroupId">The attempt, or the ancestor's attempt, that was imported.</param>
/// <param name="Posted">Whether all of it is posted.</param>
internal sealed record ImportedAs(long GroupId, bool Posted);

/// <summary>Asks Fusion's ledger by name. The question that comes before anything is sent twice.</summary>
internal sealed class ImportLookup(IFusionJournals client)
{
    private const int LongestScan = 500;

    /// <summary>Null where none of this batch's groups, nor of those it was split from, is in the ledger.</summary>
    public async Task<ImportedAs?> FindAsync(BatchWork work, CancellationToken ct)
    {
        var batches = await client.FindJournalBatchesAsync(work.Batch.FamilyName, ct);
        var groups = work.Status.Attempts.Select(a => a.GroupId).Concat(work.Batch.AncestorGroups);
        foreach (var group in groups)
        {
            // The family's name also finds siblings of a split; the group id in the name tells whose a batch is.
            var ours = batches.Where(b => CarriesGroup(b.BatchName, group)).ToList();
            if (ours.Count > 0)
            {
                return new ImportedAs(group, ours.TrueForAll(b => b.IsPosted));
            }
        }

        return null;
    }

    /// <summary>
    /// Whether every import that was ever asked for in this attempt has ended. Where one submission's answer was lost, its request,
    /// if there is one, lies between the load's id and that of the submission we know of: ids ascend. The fourth argument says whose it is.
    /// </summary>
    public async Task<bool> NoImportIsPendingAsync(BatchWork work, CancellationToken ct)
    {
        var status = work.Status;
        if (status.ImportSubmissions <= 1 || status.LoadRequestId is not { } load || status.ImportRequestId is not { } known)
        {
            return true;
        }

        var ours = work.Group.ToString(CultureInfo.InvariantCulture);
        for (var id = Math.Max(load + 1, known - LongestScan); id < known; id++)
        {
            if (await client.FindRequestAsync(id, ct) is { } request
                && request.Arguments.GetValueOrDefault(4) == ours
                && (await client.GetTreeAsync(id, ct)).Verdict(null) == EssVerdict.Running)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Fusion names a batch "REFERENCE1 source A group request n".</summary>
    private static bool CarriesGroup(string batchName, long group) =>
        batchName.Split(' ').Contains(group.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
