using System.Globalization;
using System.Text.Json;

namespace Syntra.Bench.Engine.LargeStores;

/// <summary>Fills an SQLite store by the engine's restorer from a generated changelog, in a process of its own whose memory is looked at.</summary>
public static class LargeStoreRun
{
    /// <summary>Takes about a minute for ten million keys, and two gigabytes of the temporary folder's disk.</summary>
    public static async Task<LargeStoreReport> RunAsync(int keys, CancellationToken ct = default)
    {
        using var worker = ChildProcess.Start("large-store-worker", keys.ToString(CultureInfo.InvariantCulture));
        try
        {
            var answer = await worker.StandardOutput.ReadToEndAsync(ct);
            await worker.WaitForExitAsync(ct);
            return JsonSerializer.Deserialize<LargeStoreReport>(answer) ?? throw new InvalidOperationException("The process that fills the store gave no answer.");
        }
        finally
        {
            if (!worker.HasExited)
            {
                worker.Kill();
                await worker.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}
