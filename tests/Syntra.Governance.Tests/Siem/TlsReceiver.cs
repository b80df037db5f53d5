using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Syntra.Governance.Tests.Siem;

/// <summary>A receiver that takes octet-counted messages, and hangs up after a number of them on demand.</summary>
internal sealed class TlsReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate;
    private readonly Task _accepting;

    public TlsReceiver(X509Certificate2 certificate)
    {
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentQueue<string> Messages { get; } = new();

    public int Connections { get; private set; }

    /// <summary>Messages after which each connection is dropped; 0 for never.</summary>
    public int DropAfter { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                Connections++;
                await ReadAsync(tls);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // The next connection.
            }
        }
    }

    private async Task ReadAsync(SslStream tls)
    {
        var one = new byte[1];
        for (var count = 0; DropAfter == 0 || count < DropAfter; count++)
        {
            var length = 0;
            while (await tls.ReadAsync(one, _stop.Token) == 1 && one[0] != ' ')
            {
                Assert.InRange(one[0], (byte)'0', (byte)'9');
                length = (length * 10) + one[0] - '0';
            }

            var message = new byte[length];
            await tls.ReadExactlyAsync(message, _stop.Token);
            if (length == 0)
            {
                return;
            }

            Messages.Enqueue(Encoding.UTF8.GetString(message));
        }
    }
}
