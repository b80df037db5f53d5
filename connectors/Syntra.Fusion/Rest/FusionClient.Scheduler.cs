using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Syntra.Fusion.Rest;

public sealed partial class FusionClient
{
    private const string ArgumentPrefix = "submit.argument";

    /// <summary>Everything that descends from a request: shows a child before the tree of the parent does.</summary>
    public async Task<IReadOnlyList<EssTree>> GetDescendantsAsync(long requestId, CancellationToken ct)
    {
        var query = Uri.EscapeDataString(Invariant($"absParentRequestId eq {requestId}"));
        var request = Read("schedulerRequests", $"/ess/rest/scheduler/v1/requests?q={query}&limit=500");
        return await ReadAsync(request, ReadDescendants, "items", ct);
    }

    /// <summary>One request with its arguments; null where the scheduler knows none of that id.</summary>
    public async Task<EssRequest?> FindRequestAsync(long requestId, CancellationToken ct)
    {
        var request = Read("schedulerRequest", Invariant($"/ess/rest/scheduler/v1/requests/{requestId}?fields=requestParameters"));
        try
        {
            return await ReadAsync(request, answer => new EssRequest(requestId, EssStatuses.Parse(State(answer)), ReadArguments(answer)), "request", ct);
        }
        catch (FusionException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static List<EssTree>? ReadDescendants(JsonElement answer) =>
        answer.Member("items") is { ValueKind: JsonValueKind.Array } items
            ? [.. items.EnumerateArray().Select(i => new EssTree(i.Integer("requestId") ?? 0, JobName(i), EssStatuses.Parse(State(i)), []))]
            : null;

    private static string JobName(JsonElement request) => request.Text("jobDisplayName") ?? request.Text("description") ?? request.Text("jobDefinitionId") ?? "";

    private static string? State(JsonElement request) => request.Text("state") ?? request.Text("status");

    /// <summary>Parameters come as a list of name and value, or as an object by name.</summary>
    private static Dictionary<int, string> ReadArguments(JsonElement answer)
    {
        var arguments = new Dictionary<int, string>();
        foreach (var (name, value) in Parameters(answer.Member("requestParameters")))
        {
            if (name.StartsWith(ArgumentPrefix, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(name.AsSpan(ArgumentPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            {
                arguments[position] = value;
            }
        }

        return arguments;
    }

    private static IEnumerable<(string Name, string Value)> Parameters(JsonElement? parameters) => parameters switch
    {
        { ValueKind: JsonValueKind.Object } map when map.Member("items") is { ValueKind: JsonValueKind.Array } => Parameters(map.Member("items")),
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(p => (p.Text("name") ?? "", p.Text("value") ?? "")),
        { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().Select(p => (p.Name, map.Text(p.Name) ?? "")),
        _ => [],
    };
}
