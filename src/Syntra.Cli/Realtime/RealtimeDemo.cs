using System.Text.Json;
using Syntra.Bench.Realtime;

namespace Syntra.Cli.Realtime;

/// <summary>`syntra demo --realtime`: a few seconds of admissions, staff, devices and departments by signed webhook to the Fusion sandbox, with the status as it goes.</summary>
internal static class RealtimeDemo
{
    private const int Rate = 20;
    private const int Seconds = 15;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>Exit code 0 only where nothing was lost, made twice or out of order.</summary>
    internal static async Task<int> ExecuteAsync(bool json, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var options = new RealtimeBenchOptions
        {
            Rate = Rate, Seconds = Seconds, Say = Console.Error.WriteLine, Started = state => _ = Task.Run(() => ShowAsync(state, stop.Token), stop.Token),
        };
        var result = await RealtimeBench.RunAsync(options, cancellation).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        Console.Out.WriteLine(json
            ? JsonSerializer.Serialize(result, Format)
            : FormattableString.Invariant($"{result.Events} events, event to Fusion's acknowledgement p50 {result.AckP50Ms:0} ms, p99 {result.AckP99Ms:0} ms; lost {result.Lost}, twice {result.Duplicates}, out of order {result.OutOfOrder}"));
        return result is { Lost: 0, Duplicates: 0, OutOfOrder: 0 } ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task ShowAsync(string state, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(Look, TimeProvider.System, cancellation).ConfigureAwait(false);
            if (StatusFiles.Read(state, TimeProvider.System.GetUtcNow()) is { } report)
            {
                string text = StatusFiles.Render(report);
                await Console.Error.WriteLineAsync(text[(text.IndexOf('\n') + 1)..]).ConfigureAwait(false);
            }
        }
    }
}
