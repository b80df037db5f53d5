using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Syntra.Cli.Configuration;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.EndToEnd.Tests.InProcess;

/// <summary>tenant.yaml's SIEM while charges flow: Debian's rsyslog over TLS with certificates on both sides, gone for a while and back.</summary>
public sealed partial class SiemFlowTests : IDisposable
{
    private static readonly HospitalDayOptions Day = new() { Charges = 40, Waves = 3 };

    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow();

    private readonly TemporaryFolder folder = new();
    private readonly int port = Port.Reserve();
    private Process? receiver;

    public void Dispose()
    {
        Stop();
        folder.Dispose();
    }

    [Theory]
    [InlineData("cef")]
    [InlineData("dicom")]
    [InlineData("fhir")]
    public async Task Every_event_of_the_chain_reaches_the_receiver_though_it_was_away(string body)
    {
        Assert.SkipUnless(
            File.Exists("/usr/sbin/rsyslogd") && Directory.EnumerateFiles("/usr/lib", "lmnsd_ossl.so", SearchOption.AllDirectories).Any(), "rsyslog with rsyslog-openssl is not installed.");
        string files = folder.Sub("rsyslog");
        Directory.CreateDirectory(files);
        Configure(files);
        Start(files);
        await using var rig = await FlowRig.StartAsync(folder.Sub("state"), Day, tenant => Use(files, body, tenant));
        await rig.FeedWaveAsync();
        await rig.UntilAsync(() => Task.FromResult(Numbers(files).Count > 5), "the receiver has the first events");

        Stop();
        await rig.FeedRestAsync();
        var (report, _) = await rig.DrainAsync();
        Assert.True(report.IsExplained, report.Totals.ToString());
        long written = rig.Protection.Chain.Size;
        Assert.True(written > Numbers(files).Count, "nothing was written while the receiver was away");

        Start(files);
        await rig.UntilAsync(() => Task.FromResult(Numbers(files).Count >= written), "the receiver has every event");

        // Numbers of the chain, without a gap; a repeat is allowed, a loss is not.
        Assert.Equal(Enumerable.Range(0, (int)written).Select(n => (long)n), Numbers(files).Where(n => n < written).Order());
        string first = File.ReadLines(Path.Combine(files, "received.log")).First(l => l.Contains("seq=", StringComparison.Ordinal));
        Assert.Contains(body switch { "cef" => "CEF:0|", "dicom" => "AuditMessage", _ => "\"AuditEvent\"" }, first, StringComparison.Ordinal);
    }

    private void Use(string files, string body, TenantConfiguration tenant)
    {
        var siem = tenant.Governance.Siem;
        (siem.Host, siem.Port, siem.Body) = ("localhost", port, body);
        (siem.Authorities, siem.Certificate, siem.CertificateKey) = (Path.Combine(files, "ca.pem"), Path.Combine(files, "client.pem"), Path.Combine(files, "client-key.pem"));
    }

    private void Configure(string files)
    {
        string File(string name) => Path.Combine(files, name);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using var authority = request.CreateSelfSigned(From.AddDays(-1), From.AddDays(30));
        System.IO.File.WriteAllText(File("ca.pem"), authority.ExportCertificatePem());
        Issue(authority, "localhost", 1, File("cert.pem"), File("key.pem"));
        Issue(authority, "client", 2, File("client.pem"), File("client-key.pem"));
        System.IO.File.WriteAllText(
            File("rsyslog.conf"),
            $$"""
            global(workDirectory="{{files}}" maxMessageSize="64k" defaultNetstreamDriver="ossl"
              defaultNetstreamDriverCAFile="{{File("ca.pem")}}" defaultNetstreamDriverCertFile="{{File("cert.pem")}}" defaultNetstreamDriverKeyFile="{{File("key.pem")}}")
            module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="x509/certvalid")
            input(type="imtcp" port="{{port}}" address="127.0.0.1")
            template(name="parsed" type="string" string="%app-name%|%msgid%|%structured-data%|%msg%\n")
            action(type="omfile" file="{{File("received.log")}}" template="parsed")

            """);
    }

    private static void Issue(X509Certificate2 authority, string name, byte serial, string certificate, string keyFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, false));
        using var issued = request.Create(authority, From.AddDays(-1), From.AddDays(20), [1, serial]);
        File.WriteAllText(certificate, issued.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
    }

    private void Start(string files)
    {
        var start = new ProcessStartInfo("/usr/sbin/rsyslogd", ["-n", "-f", Path.Combine(files, "rsyslog.conf"), "-i", Path.Combine(files, "rsyslog.pid")]) { RedirectStandardError = true, UseShellExecute = false };
        receiver = Process.Start(start)!;
        _ = receiver.StandardError.ReadToEndAsync();
    }

    private void Stop()
    {
        if (receiver is null)
        {
            return;
        }
        if (!receiver.HasExited)
        {
            receiver.Kill();
            receiver.WaitForExit();
        }
        receiver.Dispose();
        receiver = null;
        File.Delete(Path.Combine(folder.Sub("rsyslog"), "rsyslog.pid"));
    }

    private static HashSet<long> Numbers(string files)
    {
        string log = Path.Combine(files, "received.log");
        return File.Exists(log) ? [.. Number().Matches(File.ReadAllText(log)).Select(m => long.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture))] : [];
    }

    [GeneratedRegex("seq=\"([0-9]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
