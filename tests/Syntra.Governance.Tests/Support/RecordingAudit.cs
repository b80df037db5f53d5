using System.Collections.Concurrent;
using Syntra.Governance.Audit;

namespace Syntra.Governance.Tests.Support;

internal sealed class RecordingAudit : IAuditSink
{
    private readonly ConcurrentQueue<AuditEvent> _events = new();

    public IReadOnlyList<AuditEvent> Events => [.. _events];

    public void Record(AuditEvent entry) => _events.Enqueue(entry);

    public int Count(AuditKind kind) => _events.Count(e => e.Kind == kind);
}
