using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Gl;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Erp;

/// <summary>uploadFileToUCM: stores a file, answers with its DocumentId. Any account is taken; a wrong one shows only later.</summary>
internal sealed class UploadFileToUcm : IErpOperation
{
    public string Name => "uploadFileToUCM";

    public Func<Session, long, JsonObject> Prepare(FusionCall call)
    {
        var file = DocumentAttributes.Read(call);
        return (session, now) => new JsonObject
        {
            ["DocumentId"] = UcmStore.Add(session, file.FileName, file.Account, file.Content, call.Principal.Name, now).ToString(CultureInfo.InvariantCulture),
        };
    }
}
