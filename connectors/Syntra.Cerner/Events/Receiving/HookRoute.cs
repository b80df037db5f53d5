using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Syntra.Cerner.Events.Receiving;

/// <summary>The address of a message: <c>/hooks/{tenant}/{sender}</c>, or with R4's rest-hook <c>/{type}/{id}</c> behind it.</summary>
internal readonly record struct HookRoute(string Tenant, string Sender, string? Type, string? Id)
{
    private static readonly string[] MediaTypes = ["application/fhir+json", "application/json", "application/json+fhir"];

    /// <summary>The route; null where there is none.</summary>
    internal static HookRoute? Of(PathString path) => path.Value?.Split('/') switch
    {
        ["", "hooks", { Length: > 0 } tenant, { Length: > 0 } sender] => new HookRoute(tenant, sender, null, null),
        ["", "hooks", { Length: > 0 } tenant, { Length: > 0 } sender, { Length: > 0 } type, { Length: > 0 } id] => new HookRoute(tenant, sender, type, id),
        _ => null,
    };

    /// <summary>The only verb of the route.</summary>
    internal string Verb => Type is null ? HttpMethods.Post : HttpMethods.Put;

    /// <summary>The body's media type; null where it is not JSON in UTF-8.</summary>
    internal static string? MediaTypeOf(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.ContentType))
        {
            // Only a message without a body may leave it out.
            return request.ContentLength is 0 || (request.ContentLength is null && !request.Headers.ContainsKey(HeaderNames.TransferEncoding)) ? "" : null;
        }

        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && MediaTypes.FirstOrDefault(m => type.MediaType.Equals(m, StringComparison.OrdinalIgnoreCase)) is { } media
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
            ? media : null;
    }
}
