using System.Net;
using System.Net.Sockets;

namespace Syntra.Fusion.Tests.Delivery;

/// <summary>The port of a server that is away: whoever calls is turned away and counted, which shows that its absence was noticed.</summary>
internal static class DeadPort
{
    /// <summary>Returns when so many connections were tried in vain.</summary>
    internal static async Task TurnAwayAsync(int port, int callers, CancellationToken ct)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        for (var n = 0; n < callers; n++)
        {
            using var caller = await AcceptAsync(listener, n, callers, ct);

            // A reset: nothing of the connection stays behind on the port.
            caller.LingerState = new LingerOption(true, 0);
        }
    }

    private static async Task<TcpClient> AcceptAsync(TcpListener listener, int turnedAway, int callers, CancellationToken ct)
    {
        try
        {
            return await listener.AcceptTcpClientAsync(ct);
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"Only {turnedAway} of {callers} calls were tried while the server was away.", late);
        }
    }
}
