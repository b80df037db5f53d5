using System.Collections.Frozen;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Store;

namespace Syntra.Sandbox.Fusion.Objects.Calls;

/// <summary>From a path to its resource.</summary>
internal sealed class ObjectRouter(IEnumerable<IObjectResource> resources)
{
    private static readonly string[] s_apis = ["/crmRestApi/", "/fscmRestApi/", "/hcmRestApi/"];
    private readonly FrozenDictionary<string, IObjectResource> _resources = resources.ToFrozenDictionary(static r => r.Name, StringComparer.Ordinal);

    /// <summary>Whether the path is one of ours: api, "resources", version, then a resource's name or nothing (batch).</summary>
    public (string Api, string Root, string[] Parts)? Split(string path)
    {
        if (!Array.Exists(s_apis, a => path.StartsWith(a, StringComparison.Ordinal)))
        {
            return null;
        }

        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 3 || parts[1] != "resources" || parts[2] is not ("11.13.18.05" or "latest"))
        {
            return null;
        }

        return parts.Length == 3 || _resources.ContainsKey(parts[3]) || parts is ["fscmRestApi", _, _, "erpintegrations"] ? (parts[0], $"/{parts[0]}/{parts[1]}/{parts[2]}/", parts[3..]) : null;
    }

    public ObjectAnswer Handle(string api, ObjectRequest request, ObjectTransaction transaction) =>
        request.Path.Count > 0 && _resources.TryGetValue(request.Path[0], out var resource) && resource.Api == api
            ? resource.Handle(request, transaction)
            : throw FusionProblem.NotFound();
}
