using Syntra.Topology.Reference;

namespace Syntra.Cli.Configuration;

/// <summary>One tenant's settings, as read from tenant.yaml. Durations are written as hh:mm:ss[.fff]. A name without a value stands for the default.</summary>
internal sealed class TenantConfiguration
{
    /// <summary>Prefix of every topic: lower-case letters, digits and dashes.</summary>
    public string Tenant { get; set => field = value ?? ""; } = "";

    /// <summary>Partitions of the charge topics; fixed once the topics exist.</summary>
    public int Partitions { get; set; } = 4;

    /// <summary>How charges are read from Millennium.</summary>
    public SourceConfiguration Source { get; set => field = value ?? new(); } = new();

    /// <summary>How the streams run.</summary>
    public StreamConfiguration Streams { get; set => field = value ?? new(); } = new();

    /// <summary>How journals are delivered to Fusion.</summary>
    public DeliveryConfiguration Delivery { get; set => field = value ?? new(); } = new();

    /// <summary>Who signs the workbook.</summary>
    public WorkbookConfiguration Workbook { get; set => field = value ?? new(); } = new();

    /// <summary>How the real-time tier runs.</summary>
    public RealtimeConfiguration Realtime { get; set => field = value ?? new(); } = new();

    /// <summary>What objects need to know of the tenant's Fusion.</summary>
    public ObjectConfiguration Objects { get; set => field = value ?? new(); } = new();

    /// <summary>Keys, audit chain and SIEM.</summary>
    public GovernanceConfiguration Governance { get; set => field = value ?? new(); } = new();
}

/// <summary>Trust in the workbook.</summary>
internal sealed class WorkbookConfiguration
{
    /// <summary>In production an unsigned workbook is refused; elsewhere it is taken, unless signers are named.</summary>
    public bool Production { get; set; }

    /// <summary>PEM files with the public keys of finance, relative to the tenant's folder.</summary>
    public List<string> Signers { get; set => field = value ?? []; } = [];

    /// <summary>How long a signature holds; zero for as long as the workbook says the same.</summary>
    public TimeSpan SignatureLife { get; set; }

    /// <summary>Shapes by table of codes that may be named before the workbook has them: 9 a digit, A a letter, others themselves.</summary>
    public Dictionary<string, List<string>> Codes { get; set => field = value ?? []; } = [];

    /// <summary>The same as the streams take it.</summary>
    internal CodeShapes Shapes => new(Codes.Select(t => KeyValuePair.Create(t.Key, (IReadOnlyList<string>)t.Value)));
}

/// <summary>Polling of the Millennium database.</summary>
internal sealed class SourceConfiguration
{
    /// <summary>Pause between two polls.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How far back each poll looks again, for transactions that committed late.</summary>
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Rows per page.</summary>
    public int PageSize { get; set; } = 1000;
}

/// <summary>Stream threads and commits.</summary>
internal sealed class StreamConfiguration
{
    /// <summary>Stream threads of this process.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Time between two commits: the latency that exactly-once adds.</summary>
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromMilliseconds(100);
}

/// <summary>Batches to Fusion.</summary>
internal sealed class DeliveryConfiguration
{
    /// <summary>Journal instructions per batch, at most: one bad line holds back no more than these.</summary>
    public int MaxInstructions { get; set; } = 100;

    /// <summary>A batch is sealed at this age even when it is not full.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Batches under way at once.</summary>
    public int MaxInFlight { get; set; } = 8;

    /// <summary>Between two looks at a running job of Fusion's scheduler.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);
}
