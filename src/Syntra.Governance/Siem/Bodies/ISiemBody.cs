using Syntra.Governance.Audit;

namespace Syntra.Governance.Siem.Bodies;

/// <summary>A form of message body.</summary>
public interface ISiemBody
{
    /// <summary>MSGID of RFC 5424.</summary>
    string MessageId { get; }

    /// <summary>The body of one event.</summary>
    string Format(SiemSource source, long sequence, AuditEvent entry);
}
