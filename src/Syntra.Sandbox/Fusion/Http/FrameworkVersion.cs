using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Syntra.Sandbox.Fusion.Http;

/// <summary>REST-Framework-Version: 1 to 9, default 1.</summary>
internal static class FrameworkVersion
{
    private const string Header = "REST-Framework-Version";

    public static int Read(HttpContext context)
    {
        if (!context.Request.Headers.TryGetValue(Header, out var values))
        {
            return 1;
        }

        return int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version is >= 1 and <= 9
            ? version
            : throw FusionProblem.BadRequest($"{values} is not a value of {Header}.");
    }
}
