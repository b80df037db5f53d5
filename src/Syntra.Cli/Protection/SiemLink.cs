using System.Security.Cryptography.X509Certificates;
using Syntra.Cli.Configuration;
using Syntra.Governance.Siem;
using Syntra.Governance.Siem.Bodies;
using Syntra.Governance.Siem.Spool;
using Syntra.Governance.Siem.Syslog;

namespace Syntra.Cli.Protection;

/// <summary>The way from the audit to the tenant's SIEM: spool and forwarder, running until disposed.</summary>
internal sealed class SiemLink : IAsyncDisposable
{
    private readonly MessageSpool spool;
    private readonly CancellationTokenSource stop = new();
    private readonly Task forwarding;

    private SiemLink(SiemConfiguration settings, MessageSpool spool, TimeProvider time)
    {
        this.spool = spool;
        Sink = new SiemSink(new SiemSource { Host = Environment.MachineName, ProcessId = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) }, Body(settings), spool);
        Forwarder = new SyslogForwarder(spool, Options(settings), time);
        forwarding = Task.Run(() => Forwarder.RunAsync(stop.Token));
    }

    internal SiemSink Sink { get; }

    internal SyslogForwarder Forwarder { get; }

    /// <summary>Starts it; null where no receiver is configured.</summary>
    internal static SiemLink? Start(SiemConfiguration settings, string spoolFolder, TimeProvider time) =>
        settings.Host.Length == 0 ? null : new SiemLink(settings, new MessageSpool(spoolFolder), time);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await forwarding.ConfigureAwait(false);
        spool.Dispose();
        stop.Dispose();
    }

    private static ISiemBody Body(SiemConfiguration settings) => settings.Body switch
    {
        "dicom" => new DicomBody(),
        "fhir" => new FhirBody(),
        _ => new CefBody(),
    };

    private static SyslogTlsOptions Options(SiemConfiguration settings)
    {
        var authorities = new X509Certificate2Collection();
        if (settings.Authorities.Length > 0)
        {
            authorities.ImportFromPemFile(settings.Authorities);
        }
        return new SyslogTlsOptions
        {
            Host = settings.Host,
            Port = settings.Port,
            Authorities = authorities,
            ClientCertificate = settings.Certificate.Length == 0 ? null : X509Certificate2.CreateFromPemFile(settings.Certificate, settings.CertificateKey),
        };
    }
}
