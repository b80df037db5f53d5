using System.Security.Cryptography.X509Certificates;

namespace Syntra.Governance.Siem.Syslog;

/// <summary>The receiver and how to trust it.</summary>
public sealed record SyslogTlsOptions
{
    /// <summary>Port of RFC 5425.</summary>
    public const int DefaultPort = 6514;

    /// <summary>Host; its certificate must name it.</summary>
    public required string Host { get; init; }

    /// <summary>Port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Authorities that are believed; none: those of the operating system.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];

    /// <summary>Our certificate with its key, where the receiver asks for one (usual in ATNA).</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>
    /// How long a connection must live after messages were sent on it until they count as received: syslog has no answers, so what was
    /// sent shortly before a connection broke is sent again. Default 5 s.
    /// </summary>
    public TimeSpan ConfirmAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long connecting and the TLS handshake may take together. Default 30 s.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>First wait after a failure; doubles up to a minute. Default 1 s.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
