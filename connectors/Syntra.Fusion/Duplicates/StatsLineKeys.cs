using System.Text.Json;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Duplicates;

/// <summary>Reads duplicates from the simulated pod's <c>GET /sandbox/stats</c>. A real pod has no such address.</summary>
public sealed class StatsLineKeys(Uri baseUrl, HttpClient http) : ILineKeySource
{
    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The pod is not a simulated one, or is gone.</exception>
    /// <exception cref="InvalidDataException">The answer has another shape.</exception>
    public async Task<IReadOnlyList<DuplicateLine>> FindDuplicatesAsync(CancellationToken ct)
    {
        using var answer = await http.GetAsync(new Uri(baseUrl, "/sandbox/stats"), ct);
        answer.EnsureSuccessStatusCode();
        using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
        if (document.RootElement.Member("duplicates") is not { ValueKind: JsonValueKind.Array } duplicates)
        {
            throw new InvalidDataException("/sandbox/stats names no duplicates");
        }

        return [.. duplicates.EnumerateArray().Select(d => new DuplicateLine(
            d.Text("reference21") ?? throw new InvalidDataException("a duplicate has no reference21"),
            d.Integer("lines") ?? throw new InvalidDataException("a duplicate has no count")))];
    }
}
