using System.Globalization;
using System.Text;
using Syntra.Contracts;
using Syntra.Fusion.Fbdi;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Hierarchies;

/// <summary>
/// Cost centre hierarchies by file: no REST resource writes them. A file says where nodes stand, so loading it again changes nothing;
/// whatever was lost on the way, the file is simply loaded again. What a load refuses is halved until the bad node stands alone.
/// </summary>
internal sealed class HierarchyConnector(FusionClient client, ObjectSettings settings, TimeProvider time) : IObjectConnector
{
    private const string LoaderPackage = "/oracle/apps/ess/financials/commonModules/shared/common/interfaceLoader";
    private const string MasterData = "/oracle/apps/ess/financials/generalLedger/programs/masterData";
    private const string Interface = "16";

    /// <summary>A job has this long before its outcome counts as unknown.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    public ObjectKind Kind => ObjectKind.CostCenterHierarchy;

    public int MostTogether => 1000;

    public async Task<IReadOnlyList<ObjectResult>> DeliverAsync(IReadOnlyList<ObjectAttempt> attempts, ICallPlaces places, CancellationToken ct)
    {
        var instructions = attempts.Select(a => a.Instruction).ToList();
        var results = new ObjectResult?[instructions.Count];
        var good = new List<int>();
        for (var i = 0; i < instructions.Count; i++)
        {
            results[i] = instructions[i] switch
            {
                { Hierarchy: null } => new ObjectResult.Refused(ObjectErrorClass.Poison, ReasonCodes.NoPayload, null),

                // A node that is left out of a file stays where it is; taking one out is done on the tree itself.
                { Operation: not ObjectOperation.Upsert } => new ObjectResult.Refused(ObjectErrorClass.Held, "hierarchy-node-removal", "Nodes are removed from a tree version by hand; the file can only place them."),
                _ => null,
            };
            if (results[i] is null)
            {
                good.Add(i);
            }
        }

        await LoadAsync(instructions, good, results, ct);
        return results!;
    }

    private async Task LoadAsync(IReadOnlyList<ObjectInstruction> instructions, IReadOnlyList<int> which, ObjectResult?[] results, CancellationToken ct)
    {
        if (which.Count == 0)
        {
            return;
        }

        var result = await TryLoadAsync([.. which.Select(i => instructions[i].Hierarchy!)], ct);
        if (result is ObjectResult.Refused && which.Count > 1)
        {
            await LoadAsync(instructions, [.. which.Take(which.Count / 2)], results, ct);
            await LoadAsync(instructions, [.. which.Skip(which.Count / 2)], results, ct);
            return;
        }

        foreach (var i in which)
        {
            results[i] = result;
        }
    }

    private async Task<ObjectResult> TryLoadAsync(IReadOnlyList<HierarchyPayload> nodes, CancellationToken ct)
    {
        try
        {
            var zip = FbdiZip.Pack(HierarchyFile.Name, Encoding.UTF8.GetBytes(HierarchyFile.Write(nodes)));
            var name = "SyntraHierarchy.zip";
            var document = await client.UploadAsync(name, zip, HierarchyFile.Account, ct);
            var load = await RunAsync(new EssJob(LoaderPackage, "InterfaceLoaderController", null), $"{Interface},{document},N,N,{name}", ct);
            if (load.Verdict != EssVerdict.Succeeded)
            {
                return Refused(load.RequestId);
            }

            var process = await RunAsync(new EssJob(MasterData, "ProcessInterfaceData", null), string.Create(CultureInfo.InvariantCulture, $"{nodes[0].ValueSet},{load.RequestId}"), ct);
            if (process.Verdict != EssVerdict.Succeeded)
            {
                return Refused(process.RequestId);
            }

            if (settings.PublishHierarchyJob is { } publish && (await RunAsync(new EssJob(publish.Package, publish.Definition, null), nodes[0].Tree, ct)).Verdict != EssVerdict.Succeeded)
            {
                return new ObjectResult.Refused(ObjectErrorClass.Held, "hierarchy-not-published", null);
            }

            return new ObjectResult.Done(ObjectOutcome.Updated, new Dictionary<string, string>(StringComparer.Ordinal) { ["RequestId"] = process.RequestId.ToString(CultureInfo.InvariantCulture) });
        }
        catch (FusionException failure)
        {
            return ObjectErrors.Result(failure, mayQuote: true);
        }
    }

    private static ObjectResult.Refused Refused(long requestId) =>
        new(ObjectErrorClass.Poison, ReasonCodes.LoadRefused, string.Create(CultureInfo.InvariantCulture, $"Request {requestId} did not succeed; its log names the row."));

    private async Task<(long RequestId, EssVerdict Verdict)> RunAsync(EssJob job, string parameters, CancellationToken ct)
    {
        var id = await client.SubmitAsync(job, parameters, ct);
        var until = time.GetUtcNow() + s_patience;
        while (true)
        {
            var verdict = (await client.GetTreeAsync(id, ct)).Verdict(requiredChild: null);
            if (verdict != EssVerdict.Running)
            {
                return (id, verdict);
            }

            if (time.GetUtcNow() > until)
            {
                throw new FusionException(FusionErrorKind.UnknownOutcome, job.Definition, "the job has not ended in time");
            }

            await Task.Delay(settings.JobPoll, time, ct);
        }
    }
}
