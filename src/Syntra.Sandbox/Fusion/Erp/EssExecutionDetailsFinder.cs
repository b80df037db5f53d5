using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Ess;
using Syntra.Sandbox.Fusion.Ess.Jobs;
using Syntra.Sandbox.Fusion.Gl;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Erp;

/// <summary>ESSExecutionDetailsRF: the tree as a JSON text inside the JSON answer. CHILD is an object for one child, an array for more, and absent for none.</summary>
internal sealed class EssExecutionDetailsFinder : IErpFinder
{
    public string Name => "ESSExecutionDetailsRF";

    public JsonObject Find(Session session, long requestId, FinderArguments arguments, long now) => new()
    {
        ["ReqstId"] = requestId.ToString(CultureInfo.InvariantCulture),
        ["RequestStatus"] = new JsonObject { ["JOBS"] = Node(session, EssStore.Find(session, requestId)!, now) }.ToJsonString(),
    };

    private static JsonObject Node(Session session, EssRequest request, long now)
    {
        var node = new JsonObject
        {
            ["JOBNAME"] = EssJobs.Find(request.Submission.Definition).DisplayName,
            ["JOBPATH"] = request.Submission.Package,
            ["DOCUMENTNAME"] = DocumentName(session, request),
            ["REQUESTID"] = request.Id.ToString(CultureInfo.InvariantCulture),
            ["STATUS"] = request.State.ToWire(),
        };
        var children = EssStore.VisibleChildren(session, request.Id, now).ConvertAll(child => Node(session, child, now));
        if (children.Count > 0)
        {
            node["CHILD"] = children.Count == 1 ? children[0] : new JsonArray([.. children]);
        }

        return node;
    }

    private static string DocumentName(Session session, EssRequest request) =>
        request.Submission.Package == InterfaceLoaderJob.PackagePath ? UcmStore.Find(session, request.Argument(2))?.FileName ?? "" : "";
}
