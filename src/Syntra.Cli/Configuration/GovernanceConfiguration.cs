namespace Syntra.Cli.Configuration;

/// <summary>Keys, audit chain and SIEM of one tenant.</summary>
internal sealed class GovernanceConfiguration
{
    /// <summary>Who wraps the data keys.</summary>
    public KeyConfiguration Keys { get; set => field = value ?? new(); } = new();

    /// <summary>The audit chain.</summary>
    public AuditConfiguration Audit { get; set => field = value ?? new(); } = new();

    /// <summary>Where audit events go besides.</summary>
    public SiemConfiguration Siem { get; set => field = value ?? new(); } = new();

    /// <summary>Public keys (PEM, P-256) of those who may sign the PHI register: files in the tenant's folder.</summary>
    public string[] PrivacyOfficers { get; set => field = value ?? []; } = [];
}

/// <summary>The key service.</summary>
internal sealed class KeyConfiguration
{
    /// <summary>Keys in a file of this machine.</summary>
    internal const string LocalFile = "local-file";

    /// <summary>AWS KMS.</summary>
    internal const string AwsKms = "aws-kms";

    /// <summary><c>local-file</c> for laptops, <c>aws-kms</c> in production.</summary>
    public string Service { get; set => field = value ?? ""; } = LocalFile;

    /// <summary>AWS KMS: id, ARN or alias of the tenant's key.</summary>
    public string KmsKey { get; set => field = value ?? ""; } = "";

    /// <summary>AWS KMS: region; empty for the one of the environment.</summary>
    public string KmsRegion { get; set => field = value ?? ""; } = "";

    /// <summary>AWS KMS: another address than the region's own, for a private endpoint.</summary>
    public string KmsEndpoint { get; set => field = value ?? ""; } = "";

    /// <summary>How long one data key seals at most.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an unwrapped key opens before the service is asked again.</summary>
    public TimeSpan OpenMaxAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How much longer it opens while the service is down; zero switches that off.</summary>
    public TimeSpan StaleBound { get; set; } = TimeSpan.FromHours(4);

    /// <summary>How long after a rotation the older token of an identifier is accepted beside the new one.</summary>
    public TimeSpan DualWindow { get; set; } = TimeSpan.FromDays(30);
}

/// <summary>The audit chain and its second place.</summary>
internal sealed class AuditConfiguration
{
    /// <summary>Folder of the signed checkpoints, best on another machine's mount; empty for <c>checkpoints</c> beside the state.</summary>
    public string Checkpoints { get; set => field = value ?? ""; } = "";

    /// <summary>Between two checkpoints.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>A syslog receiver over TLS (RFC 5425).</summary>
internal sealed class SiemConfiguration
{
    /// <summary>The forms of body.</summary>
    internal static readonly IReadOnlyList<string> Bodies = ["cef", "dicom", "fhir"];

    /// <summary>Host of the receiver; its certificate must name it. Empty: nothing is forwarded.</summary>
    public string Host { get; set => field = value ?? ""; } = "";

    /// <summary>Port.</summary>
    public int Port { get; set; } = 6514;

    /// <summary><c>cef</c>, <c>dicom</c> (IHE ATNA) or <c>fhir</c> (AuditEvent, BALP).</summary>
    public string Body { get; set => field = value ?? ""; } = "cef";

    /// <summary>PEM file of the authorities that are believed; empty for those of the operating system.</summary>
    public string Authorities { get; set => field = value ?? ""; } = "";

    /// <summary>PEM file of our certificate, where the receiver asks for one.</summary>
    public string Certificate { get; set => field = value ?? ""; } = "";

    /// <summary>PEM file of its key.</summary>
    public string CertificateKey { get; set => field = value ?? ""; } = "";
}
