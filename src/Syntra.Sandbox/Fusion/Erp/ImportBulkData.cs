using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Ess.Jobs;
using Syntra.Sandbox.Fusion.Gl;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Erp;

/// <summary>importBulkData: upload, load and import in one call. ReqstId is the load's id; the import's has to be found.</summary>
internal sealed class ImportBulkData : IErpOperation
{
    public string Name => "importBulkData";

    public Func<Session, long, JsonObject> Prepare(FusionCall call)
    {
        var file = DocumentAttributes.Read(call);
        var job = call.Required("JobName").Split(',');
        if (job.Length != 2)
        {
            throw FusionProblem.BadRequest("The attribute JobName is a package and a definition with a comma between them.", "JobName");
        }

        var import = SubmitEssJobRequest.Submission(job[0], job[1], call.Required("ParameterList"));
        var interfaceId = InterfaceDetails(call.Attribute("JobOptions"));
        return (session, now) =>
        {
            var document = UcmStore.Add(session, file.FileName, file.Account, file.Content, call.Principal.Name, now).ToString(CultureInfo.InvariantCulture);
            var load = SubmitEssJobRequest.Submission(InterfaceLoaderJob.PackagePath, InterfaceLoaderJob.Name, $"{interfaceId},{document},N,N") with { Continuation = import };
            return new() { ["DocumentId"] = document, ["ReqstId"] = SubmitEssJobRequest.Submit(session, load, call, now) };
        };
    }

    /// <summary>The option is not needed for journals; a wrong value breaks the load.</summary>
    private static string InterfaceDetails(string? options)
    {
        const string name = "InterfaceDetails=";
        var option = (options ?? "").Split(',').FirstOrDefault(static o => o.StartsWith(name, StringComparison.Ordinal));
        return option?[name.Length..] ?? InterfaceLoaderJob.JournalInterface;
    }
}
