using System.Text.Json;
using Syntra.Fusion.Duplicates;

namespace Syntra.Cli.Demo;

/// <summary>
/// Counts that only the owner of the ledger's database can give: journal batches and line keys that stand twice. Fusion offers neither
/// by REST (a site reads them with a BI Publisher report over GL_JE_BATCHES and GL_JE_LINES); the sandbox has a page for them.
/// </summary>
internal sealed class SandboxStatistics(Uri fusion) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = fusion };

    /// <summary>Journal batches, and journal lines beyond the first of their key.</summary>
    internal async Task<(long Batches, long DuplicateLines)> ReadAsync(CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(new Uri("/sandbox/stats", UriKind.Relative), cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        using var document = JsonDocument.Parse(text);
        long duplicates = await new DuplicateCheck(new StatsLineKeys(fusion, http)).CountAsync(cancellation).ConfigureAwait(false);
        return (document.RootElement.GetProperty("batches").GetInt64(), duplicates);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
