namespace Syntra.Governance.Audit.Checkpoints;

/// <summary>What a chain was at a time.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Size">Entries.</param>
/// <param name="Root">RFC 6962 root over them.</param>
/// <param name="Head">Hash of the last one (of the tenant's beginning where there is none).</param>
/// <param name="Previous">Hash of the checkpoint before; zeros for the first.</param>
/// <param name="At">When, UTC.</param>
public sealed record AuditCheckpoint(string Tenant, long Size, byte[] Root, byte[] Head, byte[] Previous, DateTimeOffset At);
