using System.Text.Json;
using Syntra.Cerner.Fhir.Client;

namespace Syntra.Cerner.Fhir.Smart;

/// <summary>Where tokens are to be had, and how scopes are written there.</summary>
/// <param name="Token">The token endpoint.</param>
/// <param name="V2">Whether the server knows v2 scopes.</param>
internal sealed record SmartEndpoint(Uri Token, bool V2)
{
    /// <summary>Reads <c>.well-known/smart-configuration</c>, which another may have written: its address counts only where it is expected.</summary>
    /// <exception cref="FhirFaultException">It cannot be used.</exception>
    internal static SmartEndpoint Read(ReadOnlyMemory<byte> json, Uri server, SmartSettings settings)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            var address = root.TryGetProperty("token_endpoint", out var text) ? text.GetString() : null;
            if (!Uri.TryCreate(address, UriKind.Absolute, out var token) || !IsExpected(token, server, settings))
            {
                throw new FhirFaultException(FhirFaultKind.Untrusted, "the discovered token endpoint is at no host that is expected; name it in tokenHosts where it is right");
            }

            Require(root, "token_endpoint_auth_methods_supported", "private_key_jwt");
            Require(root, "token_endpoint_auth_signing_alg_values_supported", settings.Key.Algorithm);
            return new SmartEndpoint(token, Texts(root, "capabilities")?.Contains("permission-v2") == true);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FhirFaultException(FhirFaultKind.Unreadable, "the smart-configuration is not what it should be", inner: e);
        }
    }

    /// <summary>The scopes asked for, blank-separated.</summary>
    internal string Scope(SmartSettings settings)
    {
        var suffix = settings.Scopes == ScopeStyle.V2 || (settings.Scopes == ScopeStyle.Auto && V2) ? ".rs" : ".read";
        return string.Join(' ', settings.Resources.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(r => "system/" + r + suffix));
    }

    private static bool IsExpected(Uri token, Uri server, SmartSettings settings) =>
        (token.Scheme == Uri.UriSchemeHttps || (token.Scheme == Uri.UriSchemeHttp && token.IsLoopback && server.IsLoopback))
        && token.UserInfo.Length == 0
        && (string.Equals(token.Host, server.Host, StringComparison.OrdinalIgnoreCase) || settings.TokenHosts.Contains(token.Host, StringComparer.OrdinalIgnoreCase));

    // A list that is absent says nothing; one that is there must hold what we do.
    private static void Require(JsonElement root, string list, string value)
    {
        if (Texts(root, list) is { } texts && !texts.Contains(value))
        {
            throw new FhirFaultException(FhirFaultKind.Refused, $"the server's smart-configuration does not offer {value}");
        }
    }

    private static HashSet<string>? Texts(JsonElement root, string name) =>
        root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!).ToHashSet(StringComparer.Ordinal)
            : null;
}
