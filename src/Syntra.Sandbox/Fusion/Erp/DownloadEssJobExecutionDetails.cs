using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Erp;

/// <summary>downloadESSJobExecutionDetails by POST: the same files as the finder gives.</summary>
internal sealed class DownloadEssJobExecutionDetails : IErpOperation
{
    public string Name => "downloadESSJobExecutionDetails";

    public Func<Session, long, JsonObject> Prepare(FusionCall call)
    {
        var id = GetEssJobStatus.RequestId(call);
        var kinds = OutputArchive.Kinds(call.Attribute("FileType"));
        return (session, now) =>
        {
            var request = GetEssJobStatus.Visible(session, id, now);
            return new() { ["DocumentContent"] = OutputArchive.Write(session, request.Id, kinds), ["ContentType"] = "zip" };
        };
    }
}
