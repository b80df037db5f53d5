namespace Syntra.Governance.Audit.Log;

/// <summary>Where a tenant's chain lies.</summary>
public sealed record AuditLogOptions
{
    /// <summary>Folder of all chains; each tenant has a folder in it.</summary>
    public required string Directory { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>A segment file ends at this size. Default 256 MiB.</summary>
    public long SegmentBytes { get; init; } = 256L << 20;

    /// <summary>
    /// Hand every event to the operating system before <see cref="IAuditSink.Record"/> returns, so that it survives a kill of the process.
    /// Default true. Where false, the caller flushes before it commits what the events are about.
    /// </summary>
    public bool FlushEachRecord { get; init; } = true;

    internal string Folder => Path.Combine(Directory, Tenant);
}

/// <summary>The chain on disk contradicts itself or a checkpoint; nothing is appended to it. Run the verification.</summary>
public sealed class AuditTamperedException : Exception
{
    /// <summary>Makes one.</summary>
    public AuditTamperedException(string message)
        : base(message)
    {
    }
}
