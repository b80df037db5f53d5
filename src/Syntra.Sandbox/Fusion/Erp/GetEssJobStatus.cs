using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Ess;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Erp;

/// <summary>getESSJobStatus by POST: the state of one request, without its tree.</summary>
internal sealed class GetEssJobStatus : IErpOperation
{
    public string Name => "getESSJobStatus";

    public Func<Session, long, JsonObject> Prepare(FusionCall call)
    {
        var id = RequestId(call);
        return (session, now) => new JsonObject { ["RequestStatus"] = Visible(session, id, now).State.ToWire() };
    }

    public static long RequestId(FusionCall call) =>
        long.TryParse(call.Required("ReqstId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw FusionProblem.BadRequest("The attribute ReqstId is not a number.", "ReqstId");

    public static EssRequest Visible(Session session, long id, long now) =>
        EssStore.IsVisible(session, id, now) && EssStore.Find(session, id) is { } request
            ? request
            : throw FusionProblem.BadRequest($"The request {id} does not exist.", "ReqstId");
}
