using System.Text;
using Syntra.Governance.Audit;
using Syntra.Governance.Audit.Checkpoints;
using Syntra.Governance.Audit.Log;
using Syntra.Governance.Siem.Bodies;
using Syntra.Governance.Siem.Spool;
using Syntra.Governance.Siem.Syslog;

namespace Syntra.Governance.Siem;

/// <summary>Puts events into the spool as syslog messages in one form of body.</summary>
public sealed class SiemSink
{
    private readonly SiemSource _source;
    private readonly ISiemBody _body;
    private readonly MessageSpool _spool;

    /// <summary>For one receiver.</summary>
    public SiemSink(SiemSource source, ISiemBody body, MessageSpool spool) => (_source, _body, _spool) = (source, body, spool);

    /// <summary>Takes an event; it survives a kill when this returns.</summary>
    /// <param name="sequence">Its number in the chain, by which receivers know it when it comes twice.</param>
    /// <param name="entry">The event.</param>
    public void Forward(long sequence, AuditEvent entry) =>
        _spool.Append(SyslogMessage.Of(_source, entry, sequence, _body.MessageId, _body.Format(_source, sequence, entry)));

    internal void ForwardCheckpoint(string tenant, string note)
    {
        var checkpoint = CheckpointNote.Parse(note).Checkpoint;
        var entry = new AuditEvent { Kind = AuditKind.Checkpointed, Tenant = tenant, At = checkpoint.At, Actor = _source.Application };
        _spool.Append(SyslogMessage.Of(_source, entry, checkpoint.Size, "SYNTRA-CHECKPOINT", Convert.ToBase64String(Encoding.UTF8.GetBytes(note))));
    }
}

/// <summary>An audit sink that writes the chain first and then tells the receiver, with the entry's number.</summary>
public sealed class ForwardedAudit : IAuditSink
{
    private readonly AuditLog _log;
    private readonly SiemSink _siem;

    /// <summary>Joins a chain and a receiver.</summary>
    public ForwardedAudit(AuditLog log, SiemSink siem) => (_log, _siem) = (log, siem);

    /// <inheritdoc/>
    public void Record(AuditEvent entry)
    {
        var sequence = _log.Append(entry);
        _log.Flush();
        _siem.Forward(sequence, entry);
    }
}

/// <summary>A checkpoint store that also tells the receiver, so that the SIEM is one more second place.</summary>
public sealed class ForwardedCheckpoints : ICheckpointStore
{
    private readonly ICheckpointStore _store;
    private readonly SiemSink _siem;

    /// <summary>Joins a store and a receiver.</summary>
    public ForwardedCheckpoints(ICheckpointStore store, SiemSink siem) => (_store, _siem) = (store, siem);

    /// <inheritdoc/>
    public void Append(string tenant, string note)
    {
        _store.Append(tenant, note);
        _siem.ForwardCheckpoint(tenant, note);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Read(string tenant) => _store.Read(tenant);
}
