using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Erp;

/// <summary>ESSJobExecutionDetailsRF: log and output of one request as a base64 zip.</summary>
internal sealed class EssJobExecutionDetailsFinder : IErpFinder
{
    public string Name => "ESSJobExecutionDetailsRF";

    public JsonObject Find(Session session, long requestId, FinderArguments arguments, long now) => new()
    {
        ["ReqstId"] = requestId.ToString(CultureInfo.InvariantCulture),
        ["FileType"] = arguments["fileType"],
        ["ContentType"] = "zip",
        ["DocumentContent"] = OutputArchive.Write(session, requestId, OutputArchive.Kinds(arguments["fileType"])),
    };
}
