namespace Syntra.Cerner.Fhir.Client;

/// <summary>The one place that a client talks to. A link that leads anywhere else is not followed, whoever wrote it.</summary>
internal sealed class ServerRoot(Uri address)
{
    private readonly Uri _root = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

    /// <summary>The address, ending in a slash.</summary>
    internal Uri Address => _root;

    /// <summary>An address below the root.</summary>
    internal Uri Of(string relative) => new(_root, relative);

    /// <summary>Where a resource is read. The call to its own server is the one place where an id goes out as it is.</summary>
    internal Uri Resource(string type, string id) => new(_root, type + "/" + id);

    /// <summary>A link of the server's own, as it is: never built, never changed.</summary>
    /// <exception cref="FhirFaultException">It leads away from the root.</exception>
    internal Uri Follow(string link)
    {
        if (!Uri.TryCreate(_root, link, out var target) || target.UserInfo.Length > 0 || !IsWithin(target))
        {
            throw new FhirFaultException(FhirFaultKind.Untrusted, "a link of the server leads away from it");
        }

        return target;
    }

    // Search by POST and paging of some servers happens at the root itself, without the last slash.
    private bool IsWithin(Uri target) =>
        Uri.Compare(target, _root, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
        && (target.AbsolutePath + "/").StartsWith(_root.AbsolutePath, StringComparison.Ordinal);
}
