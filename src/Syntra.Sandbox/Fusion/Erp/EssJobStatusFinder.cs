using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Ess;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Erp;

/// <summary>ESSJobStatusRF: the state of one request and nothing of its children.</summary>
internal sealed class EssJobStatusFinder : IErpFinder
{
    public string Name => "ESSJobStatusRF";

    public JsonObject Find(Session session, long requestId, FinderArguments arguments, long now) => new()
    {
        ["OperationName"] = "getESSJobStatus",
        ["ReqstId"] = requestId.ToString(CultureInfo.InvariantCulture),
        ["RequestStatus"] = EssStore.Find(session, requestId)!.State.ToWire(),
    };
}
