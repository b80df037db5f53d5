using System.Globalization;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Reports;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Bulk;

/// <summary>"Load Interface File for Import" to its end, with what its logs say of rows; and any other job to its end.</summary>
internal sealed class InterfaceLoad(FusionClient client, ObjectSettings settings, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    /// <summary>Loads a document into its interface tables; record n of each file is row n of the batch.</summary>
    /// <returns>The load's request.</returns>
    /// <exception cref="BulkRowsRefusedException">Nothing stayed.</exception>
    public async Task<string> LoadAsync(string interfaceId, string document, string name, int rows, CancellationToken ct)
    {
        var load = await client.SubmitAsync(EssJob.LoadInterfaceFile, $"{interfaceId},{document},N,N,{name}", ct);
        var tree = await EndAsync(load, EssJob.LoadInterfaceFile.Definition, ct);
        var logs = await LogsAsync(tree, ct);
        if (tree.Verdict(null) == EssVerdict.Succeeded && LoaderLog.RowsLoaded(logs) is null or > 0)
        {
            return load.ToString(CultureInfo.InvariantCulture);
        }

        throw LoaderLog.RowsLoaded(logs) == 0 && LoaderLog.Parse(logs) is { Count: 0 } && tree.Verdict(null) == EssVerdict.Succeeded
            ? new ObjectRefusedException(ObjectErrorClass.Held, ReasonCodes.BulkNothingLoaded, null)
            : new BulkRowsRefusedException(LoaderLog.Parse(logs).Where(r => r.Record <= rows).ToDictionary(r => r.Record - 1, r => r.Code == "LOAD" ? ReasonCodes.LoadRefused : r.Code));
    }

    /// <summary>Waits until a request and what it started have ended.</summary>
    public async Task<EssTree> EndAsync(long request, string operation, CancellationToken ct)
    {
        var until = time.GetUtcNow() + s_patience;
        while (true)
        {
            var tree = await client.GetTreeAsync(request, ct);
            if (tree.Verdict(null) != EssVerdict.Running)
            {
                return tree;
            }

            if (time.GetUtcNow() > until)
            {
                throw new FusionException(FusionErrorKind.Retriable, operation, "the job has not ended in time");
            }

            await Task.Delay(settings.JobPoll, time, ct);
        }
    }

    private async Task<IReadOnlyList<string>> LogsAsync(EssTree tree, CancellationToken ct)
    {
        var logs = new List<string>();
        foreach (var node in tree.All().Where(n => n.RequestId > 0))
        {
            logs.AddRange((await client.GetFilesAsync(node.RequestId, EssFiles.Log, ct)).Values);
        }

        return logs;
    }
}
