using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Syntra.EndToEnd.Tests.InProcess;

/// <summary>One kind of trouble against one operation of the sandbox.</summary>
internal sealed record PlannedFault(string Match, string Kind, int Status = 503, int Times = 1, int? RetryAfter = null, double Seconds = 1, string? Body = null);

/// <summary>The switches that the Fusion sandbox has and a pod has not.</summary>
internal sealed class FusionControl(Uri sandbox) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = sandbox };

    internal async Task SetAsync(IEnumerable<PlannedFault> faults)
    {
        using var answer = await http.PostAsJsonAsync("/sandbox/faults", faults, JsonSerializerOptions.Web);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Ends every fault.</summary>
    internal async Task ClearAsync()
    {
        using var answer = await http.DeleteAsync(new Uri("/sandbox/faults", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Faults that have not struck as often as they were meant to, as match and kind.</summary>
    internal async Task<IReadOnlyList<string>> OutstandingAsync()
    {
        var faults = await http.GetFromJsonAsync<JsonArray>("/sandbox/faults");
        return [.. faults!.Where(f => f!["remaining"]!.GetValue<long>() > 0).Select(f => $"{f!["match"]} {f["kind"]}")];
    }

    /// <summary>How often a kind of fault that was set with 1000 times has struck.</summary>
    internal async Task<long> StruckAsync(string kind)
    {
        var faults = await http.GetFromJsonAsync<JsonArray>("/sandbox/faults");
        return faults!.Where(f => f!["kind"]!.GetValue<string>() == kind).Sum(f => 1000 - f!["remaining"]!.GetValue<long>());
    }

    internal async Task<JsonArray> LedgerLinesAsync() => (await http.GetFromJsonAsync<JsonArray>("/sandbox/ledger-lines?stable=true"))!;

    internal async Task<JsonObject> StatsAsync() => (await http.GetFromJsonAsync<JsonObject>("/sandbox/stats"))!;

    public void Dispose() => http.Dispose();
}
