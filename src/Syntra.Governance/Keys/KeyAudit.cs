using Syntra.Governance.Audit;

namespace Syntra.Governance.Keys;

/// <summary>What the audit remembers of keys: ids, never material.</summary>
internal sealed class KeyAudit(IAuditSink sink, TimeProvider time, string actor)
{
    public void Generated(WrappedDataKey key) => Record(AuditKind.KeyGenerated, AuditOutcome.Success, key.Context.Tenant, key.Id.ToString(), key.Wrapped.KekId);

    public void Unwrapped(WrappedDataKey key) => Record(AuditKind.KeyUnwrapped, AuditOutcome.Success, key.Context.Tenant, key.Id.ToString(), key.Wrapped.KekId);

    public void UsedStale(WrappedDataKey key) => Record(AuditKind.KeyUsedStale, AuditOutcome.Success, key.Context.Tenant, key.Id.ToString(), nameof(KeyFault.Unavailable));

    public void Refused(string tenant, string what, KeyFault fault) => Record(AuditKind.KeyRefused, AuditOutcome.Refused, tenant, what, fault.ToString());

    public void Rotated(string tenant, string kek, int count) => Record(AuditKind.KeyRotated, AuditOutcome.Success, tenant, kek, code: null, count);

    public void Shredded(string tenant, string kek, int count) => Record(AuditKind.KeysShredded, AuditOutcome.Success, tenant, kek, code: null, count);

    private void Record(AuditKind kind, AuditOutcome outcome, string tenant, string subject, string? code, long? count = null) =>
        sink.Record(new AuditEvent
        {
            Kind = kind,
            Outcome = outcome,
            Tenant = tenant,
            At = time.GetUtcNow(),
            Actor = actor,
            Object = subject,
            Code = code,
            Count = count,
        });
}
