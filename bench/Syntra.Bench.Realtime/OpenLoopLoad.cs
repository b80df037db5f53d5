using System.Diagnostics;
using System.Net.Sockets;

namespace Syntra.Bench.Realtime;

/// <summary>
/// Sends every event at its own time, whether earlier ones are answered or not, and counts its latency from that time: a receiver that
/// stands still is charged for everything that should have come meanwhile. What is not answered with 2xx is sent again, as senders do.
/// </summary>
internal sealed class OpenLoopLoad : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 512, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30) }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly IReadOnlyList<PlannedEvent> events;
    private readonly Uri address;
    private readonly byte[] secret;
    private readonly int rate;
    private long anchor;
    private long retries;

    internal OpenLoopLoad(IReadOnlyList<PlannedEvent> events, Uri address, byte[] secret, int rate)
    {
        (this.events, this.address, this.secret, this.rate) = (events, address, secret, rate);
        WebhookMs = new double[events.Count];
        Array.Fill(WebhookMs, double.NaN);
    }

    /// <summary>Latency to 2xx by event; NaN before it.</summary>
    internal double[] WebhookMs { get; }

    /// <summary>When the first event was due.</summary>
    internal DateTimeOffset StartedAt { get; private set; }

    internal long Retries => Interlocked.Read(ref retries);

    /// <summary>When an event was due, by the wall clock.</summary>
    internal DateTimeOffset DueAt(int index) => StartedAt + TimeSpan.FromSeconds((double)index / rate);

    /// <summary>Sends all of it; ends when everything is answered with 2xx.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        StartedAt = TimeProvider.System.GetUtcNow();
        anchor = Stopwatch.GetTimestamp();
        var open = new List<Task>(events.Count);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        int next = 0;
        while (next < events.Count)
        {
            double now = Stopwatch.GetElapsedTime(anchor).TotalSeconds;
            while (next < events.Count && (double)next / rate <= now)
            {
                var planned = events[next++];
                open.Add(Task.Run(() => SendAsync(planned, cancellation), cancellation));
            }

            await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
        }

        await Task.WhenAll(open).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task SendAsync(PlannedEvent planned, CancellationToken cancellation)
    {
        var pause = FirstPause;
        while (!await TryAsync(planned, cancellation).ConfigureAwait(false))
        {
            Interlocked.Increment(ref retries);
            await Task.Delay(pause, TimeProvider.System, cancellation).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        WebhookMs[planned.Index] = Stopwatch.GetElapsedTime(anchor).TotalMilliseconds - (planned.Index * 1000.0 / rate);
    }

    private async Task<bool> TryAsync(PlannedEvent planned, CancellationToken cancellation)
    {
        try
        {
            using var request = SignedNotification.Make(planned, DueAt(planned.Index), address, secret, TimeProvider.System.GetUtcNow());
            using var answer = await http.SendAsync(request, cancellation).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        // A receiver that is killed resets connections also while they are being set up, which comes out as a bare SocketException.
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
