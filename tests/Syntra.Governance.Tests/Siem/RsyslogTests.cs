using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Syntra.Governance.Siem.Spool;
using Syntra.Governance.Siem.Syslog;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Siem;

/// <summary>A real receiver: Debian's rsyslog with its OpenSSL driver, asking us for a certificate as ATNA does.</summary>
public sealed class RsyslogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private Process? _process;

    public void Dispose()
    {
        Stop();
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Rsyslog_takes_our_messages_and_gets_all_of_them_across_its_own_outage()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/rsyslogd") && Directory.EnumerateFiles("/usr/lib", "lmnsd_ossl.so", SearchOption.AllDirectories).Any(), "rsyslog with rsyslog-openssl is not installed.");
        var port = Port.Reserve();
        Configure(port);
        Start();
        using var client = _authority.Issue("client", 2);
        using var spool = new MessageSpool(_folder["spool"]);
        using var stop = new CancellationTokenSource();
        var forwarder = new SyslogForwarder(
            spool,
            new SyslogTlsOptions
            {
                Host = "localhost", Port = port, Authorities = [_authority.Certificate], ClientCertificate = client,
                ConfirmAfter = TimeSpan.FromSeconds(2), RetryAfter = TimeSpan.FromMilliseconds(50),
            },
            TimeProvider.System);
        var running = forwarder.RunAsync(stop.Token);

        SyslogForwarderTests.Fill(spool, 0, 200);
        await Eventually.Holds(() => Received().Distinct().Count() == 200, "the first 200");
        Stop();
        await Eventually.Holds(() => !forwarder.IsConnected, "the outage is seen");
        SyslogForwarderTests.Fill(spool, 200, 200);
        Start();
        await Eventually.Holds(() => Received().Distinct().Count() == 400, "all 400 after the outage");

        // Header fields as rsyslog parsed them, so that framing, structured data and the rest are what RFC 5424 says.
        Assert.All(Lines(), l => Assert.StartsWith("85|ehr-1.north.example|syntra|77|CEF|[syntra@32473 tenant=\"north\" seq=\"", l, StringComparison.Ordinal));
        await stop.CancelAsync();
        await running;
    }

    private void Configure(int port)
    {
        using var server = _authority.Issue("localhost", 1);
        File.WriteAllText(_folder["ca.pem"], _authority.Certificate.ExportCertificatePem());
        File.WriteAllText(_folder["cert.pem"], server.ExportCertificatePem());
        File.WriteAllText(_folder["key.pem"], server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(
            _folder["rsyslog.conf"],
            $$"""
            global(workDirectory="{{_folder.Root}}" maxMessageSize="64k" defaultNetstreamDriver="ossl"
              defaultNetstreamDriverCAFile="{{_folder["ca.pem"]}}" defaultNetstreamDriverCertFile="{{_folder["cert.pem"]}}" defaultNetstreamDriverKeyFile="{{_folder["key.pem"]}}")
            module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="x509/certvalid")
            input(type="imtcp" port="{{port}}" address="127.0.0.1")
            template(name="parsed" type="string" string="%pri%|%hostname%|%app-name%|%procid%|%msgid%|%structured-data%|%msg%\n")
            action(type="omfile" file="{{_folder["received.log"]}}" template="parsed")

            """);
    }

    private void Start()
    {
        var start = new ProcessStartInfo("/usr/sbin/rsyslogd", ["-n", "-f", _folder["rsyslog.conf"], "-i", _folder["rsyslog.pid"]]) { RedirectStandardError = true, UseShellExecute = false };
        _process = Process.Start(start)!;
        _ = _process.StandardError.ReadToEndAsync();
    }

    private void Stop()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _process = null;
        File.Delete(_folder["rsyslog.pid"]);
    }

    private string[] Lines() => File.Exists(_folder["received.log"]) ? File.ReadAllLines(_folder["received.log"]) : [];

    private IEnumerable<int> Received() => Lines().Where(l => l.Contains("event-", StringComparison.Ordinal)).Select(SyslogForwarderTests.NumberOf);
}
