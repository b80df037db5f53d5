using Syntra.Sandbox.Fusion.Http;

namespace Syntra.Sandbox.Fusion.Erp;

/// <summary>The attributes of an uploaded file.</summary>
internal sealed record DocumentAttributes(string FileName, string Account, byte[] Content)
{
    public static DocumentAttributes Read(FusionCall call)
    {
        var text = call.Required("DocumentContent");
        var content = new byte[text.Length];

        // The attribute takes base64 in one line only, where the runtime's reader would forgive white space.
        if (text.AsSpan().IndexOfAny(" \r\n\t") >= 0 || !Convert.TryFromBase64String(text, content, out var length))
        {
            throw FusionProblem.BadRequest("The attribute DocumentContent is not base64 in one line.", "DocumentContent");
        }

        return new(call.Required("FileName"), call.Required("DocumentAccount"), content[..length]);
    }
}
