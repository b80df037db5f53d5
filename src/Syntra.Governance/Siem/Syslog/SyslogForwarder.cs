using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Syntra.Governance.Siem.Spool;

namespace Syntra.Governance.Siem.Syslog;

/// <summary>
/// Sends a spool to a receiver over TLS 1.2 or 1.3 with octet counting (RFC 5425), and goes on through its outages: at least once, in order.
/// </summary>
public sealed class SyslogForwarder
{
    private const int BatchBytes = 1 << 16;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly MessageSpool _spool;
    private readonly SyslogTlsOptions _options;
    private readonly TimeProvider _time;
    private int _isConnected;
    private long _failures;

    /// <summary>For one spool and one receiver.</summary>
    public SyslogForwarder(MessageSpool spool, SyslogTlsOptions options, TimeProvider time) => (_spool, _options, _time) = (spool, options, time);

    /// <summary>Whether a connection stands.</summary>
    public bool IsConnected => Volatile.Read(ref _isConnected) == 1;

    /// <summary>Connections that failed or broke.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Runs until cancelled. What is not confirmed then stays in the spool.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var wait = _options.RetryAfter;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using var client = new TcpClient();
                await using var stream = await ConnectAsync(client, cancellation);
                Volatile.Write(ref _isConnected, 1);
                wait = _options.RetryAfter;
                _spool.Rewind();
                await PumpAsync(stream, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception)
            {
                // The boundary of the forwarder's life, which nobody awaits before its end: whatever broke a connection is counted, and the next is tried.
                Interlocked.Increment(ref _failures);
            }
            finally
            {
                Volatile.Write(ref _isConnected, 0);
            }

            await Task.Delay(wait, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    // A receiver that takes the connection and says nothing is as gone as one that refuses it.
    private async Task<SslStream> ConnectAsync(TcpClient client, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_options.ConnectWithin, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        await client.ConnectAsync(_options.Host, _options.Port, both.Token);
        var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(Authentication(), both.Token);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private async Task PumpAsync(SslStream stream, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var closed = ReadToEndAsync(stream, ended.Token);
        try
        {
            var unconfirmed = new Queue<(DateTimeOffset At, long Position)>();
            using var batch = new MemoryStream();
            while (!closed.IsCompleted)
            {
                if (Fill(batch) > 0)
                {
                    await stream.WriteAsync(batch.GetBuffer().AsMemory(0, (int)batch.Length), cancellation);
                    await stream.FlushAsync(cancellation);
                    unconfirmed.Enqueue((_time.GetUtcNow(), _spool.Position));
                    Confirm(unconfirmed);
                    continue;
                }

                await IdleAsync(closed, unconfirmed, ended.Token);
                if (!closed.IsCompleted)
                {
                    Confirm(unconfirmed);
                }
            }

            throw new IOException("The receiver closed the connection.");
        }
        finally
        {
            await ended.CancelAsync();
            await closed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Wakes for the next message, the end of the connection, or the time at which what was sent counts as received.
    private async Task IdleAsync(Task closed, Queue<(DateTimeOffset At, long Position)> unconfirmed, CancellationToken cancellation)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var more = _spool.WaitAsync(woken.Token);
        var due = unconfirmed.TryPeek(out var oldest) ? oldest.At + _options.ConfirmAfter - _time.GetUtcNow() : Timeout.InfiniteTimeSpan;
        if (due < TimeSpan.Zero && due != Timeout.InfiniteTimeSpan)
        {
            due = TimeSpan.Zero;
        }

        await Task.WhenAny(more, closed, Task.Delay(due, _time, woken.Token));
        await woken.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    private void Confirm(Queue<(DateTimeOffset At, long Position)> unconfirmed)
    {
        var now = _time.GetUtcNow();
        while (unconfirmed.TryPeek(out var oldest) && now >= oldest.At + _options.ConfirmAfter)
        {
            _spool.Confirm(oldest.Position);
            unconfirmed.Dequeue();
        }
    }

    private int Fill(MemoryStream batch)
    {
        batch.SetLength(0);
        while (batch.Length < BatchBytes && _spool.Read() is { } message)
        {
            SyslogMessage.WriteFrame(batch, message);
        }

        return (int)batch.Length;
    }

    // Receivers say nothing; reading only shows that they hung up.
    private static async Task ReadToEndAsync(SslStream stream, CancellationToken cancellation)
    {
        var buffer = new byte[256];
        try
        {
            while (await stream.ReadAsync(buffer, cancellation) > 0)
            {
                // Whatever it says is not for us.
            }
        }
        catch (IOException)
        {
            // A broken connection ends like a closed one.
        }
    }

    private SslClientAuthenticationOptions Authentication()
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = _options.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificates = _options.ClientCertificate is null ? [] : [_options.ClientCertificate],
        };
        if (_options.Authorities.Count > 0)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_options.Authorities);
        }

        return options;
    }
}
