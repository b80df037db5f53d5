using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Syntra.Governance.Siem;
using Syntra.Governance.Siem.Bodies;
using Syntra.Governance.Siem.Spool;
using Syntra.Governance.Siem.Syslog;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Siem;

public sealed partial class SyslogForwarderTests : IDisposable
{
    private const int Events = 500;

    private readonly TempFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Messages_arrive_in_order_and_the_spool_empties()
    {
        await using var receiver = new TlsReceiver(_authority.Issue("localhost", 1));
        using var spool = new MessageSpool(_folder["spool"]);
        Fill(spool);
        var running = Forwarder(spool, receiver.Port, TimeSpan.FromMilliseconds(50)).RunAsync(_stop.Token);
        await Eventually.Holds(() => receiver.Messages.Count == Events && spool.Pending == 0, "all received and confirmed");
        Assert.Equal(Enumerable.Range(0, Events), receiver.Messages.Select(NumberOf));
        await Stopped(running);
    }

    [Fact]
    public async Task A_receiver_that_hangs_up_again_and_again_gets_everything()
    {
        await using var receiver = new TlsReceiver(_authority.Issue("localhost", 1)) { DropAfter = 120 };
        using var spool = new MessageSpool(_folder["spool"]);
        Fill(spool);
        var forwarder = Forwarder(spool, receiver.Port, TimeSpan.FromSeconds(20));
        var running = forwarder.RunAsync(_stop.Token);
        await Eventually.Holds(() => receiver.Connections >= 3, "three connections");
        receiver.DropAfter = 0;
        await Eventually.Holds(() => receiver.Messages.Select(NumberOf).Distinct().Count() == Events, "all received");
        Assert.True(receiver.Messages.Count > Events);
        Assert.NotEqual(0, forwarder.Failures);
        await Stopped(running);
    }

    [Fact]
    public async Task What_was_spooled_while_nobody_listened_arrives_after_a_restart_of_ours()
    {
        int port;
        await using (var gone = new TlsReceiver(_authority.Issue("localhost", 1)))
        {
            port = gone.Port;
        }

        using (var spool = new MessageSpool(_folder["spool"]))
        {
            Fill(spool);
            var forwarder = Forwarder(spool, port, TimeSpan.FromMilliseconds(50));
            var running = forwarder.RunAsync(_stop.Token);
            await Eventually.Holds(() => forwarder.Failures > 0, "a failed connection");
            await Stopped(running);
        }

        await using var receiver = new TlsReceiver(_authority.Issue("localhost", 2));
        using var again = new MessageSpool(_folder["spool"]);
        using var stop = new CancellationTokenSource();
        var next = Forwarder(again, receiver.Port, TimeSpan.FromMilliseconds(50)).RunAsync(stop.Token);
        await Eventually.Holds(() => receiver.Messages.Count == Events, "all received");
        await stop.CancelAsync();
        await next;
    }

    [Fact]
    public async Task A_receiver_of_another_authority_or_name_gets_nothing()
    {
        using var other = new TestAuthority();
        await using var stranger = new TlsReceiver(other.Issue("localhost", 1));
        await using var misnamed = new TlsReceiver(Misnamed());
        foreach (var receiver in new[] { stranger, misnamed })
        {
            using var spool = new MessageSpool(_folder["spool" + receiver.Port]);
            Fill(spool);
            using var stop = new CancellationTokenSource();
            var forwarder = Forwarder(spool, receiver.Port, TimeSpan.FromMilliseconds(50));
            var running = forwarder.RunAsync(stop.Token);
            await Eventually.Holds(() => forwarder.Failures > 1, "refused connections");
            Assert.Empty(receiver.Messages);
            await stop.CancelAsync();
            await running;
        }
    }

    [Fact]
    public async Task A_receiver_that_takes_the_connection_and_says_nothing_is_given_up_and_tried_again()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var spool = new MessageSpool(_folder["spool"]);
        Fill(spool);
        var options = new SyslogTlsOptions
        {
            Host = "127.0.0.1", Port = ((IPEndPoint)silent.LocalEndpoint).Port, Authorities = [_authority.Certificate],
            ConnectWithin = TimeSpan.FromMilliseconds(50), RetryAfter = TimeSpan.FromMilliseconds(20),
        };
        var forwarder = new SyslogForwarder(spool, options, TimeProvider.System);
        var running = forwarder.RunAsync(_stop.Token);
        await Eventually.Holds(() => forwarder.Failures > 1, "two handshakes are given up");
        Assert.False(forwarder.IsConnected);
        Assert.NotEqual(0, spool.Pending);
        await Stopped(running);
    }

    internal static void Fill(MessageSpool spool, int from = 0, int count = Events)
    {
        var sink = new SiemSink(SiemSamples.Source, new CefBody(), spool);
        for (var i = from; i < from + count; i++)
        {
            sink.Forward(i, SiemSamples.Numbered(i));
        }
    }

    internal static int NumberOf(string message) =>
        int.Parse(EventNumber().Match(message).Groups[1].ValueSpan, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"event-(\d{6})", RegexOptions.None, 1000)]
    private static partial Regex EventNumber();

    private System.Security.Cryptography.X509Certificates.X509Certificate2 Misnamed() => _authority.Issue("elsewhere.example", 9);

    private SyslogForwarder Forwarder(MessageSpool spool, int port, TimeSpan confirmAfter) => new(
        spool,
        new SyslogTlsOptions { Host = "localhost", Port = port, Authorities = [_authority.Certificate], ConfirmAfter = confirmAfter, RetryAfter = TimeSpan.FromMilliseconds(20) },
        TimeProvider.System);

    private async Task Stopped(Task running)
    {
        await _stop.CancelAsync();
        await running;
    }
}
