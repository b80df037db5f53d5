using Syntra.Governance.Audit;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Disclosure;

/// <summary>The disclosure log of a tenant: entries of its audit chain, so that none can be added, changed or removed later without trace.</summary>
public sealed class DisclosureLog
{
    private const string Separator = " | ";

    private readonly IAuditSink _audit;
    private readonly string _tenant;

    /// <summary>Writes to the tenant's chain.</summary>
    public DisclosureLog(IAuditSink audit, string tenant) => (_audit, _tenant) = (audit, tenant);

    /// <summary>Logs one access.</summary>
    public void Record(DisclosureEntry entry)
    {
        if (entry.Recipient.Name.Contains(Separator, StringComparison.Ordinal))
        {
            throw new ArgumentException($"A recipient's name does not contain '{Separator}'.", nameof(entry));
        }

        _audit.Record(new AuditEvent
        {
            Kind = AuditKind.Disclosed,
            Tenant = _tenant,
            At = entry.At,
            Actor = entry.Actor,
            Patient = entry.Patient.Value,
            Object = entry.Scope,
            Purpose = entry.Purpose,
            Recipient = entry.Recipient.Address is null ? entry.Recipient.Name : entry.Recipient.Name + Separator + entry.Recipient.Address,
            Code = FieldClassNames.Kebab(entry.Class.ToString()),
            Count = entry.Count == 1 ? null : entry.Count,
            Until = entry.Until,
        });
    }

    /// <summary>Reads an audit event back; null where it is no disclosure.</summary>
    public static DisclosureEntry? Read(AuditEvent entry)
    {
        if (entry.Kind != AuditKind.Disclosed || !Pseudonym.TryParse(entry.Patient, out var patient) || entry.Recipient is null)
        {
            return null;
        }

        var recipient = entry.Recipient.Split(Separator, 2);
        return new DisclosureEntry
        {
            Patient = patient,
            Actor = entry.Actor,
            At = entry.At,
            Scope = entry.Object ?? "",
            Purpose = entry.Purpose ?? "",
            Count = entry.Count ?? 1,
            Until = entry.Until,
            Recipient = new Recipient(recipient[0], recipient.Length == 2 ? recipient[1] : null),

            // A class that this program does not know is treated as one that must be told.
            Class = Array.Find(Enum.GetValues<DisclosureClass>(), c => FieldClassNames.Kebab(c.ToString()) == entry.Code) is var known
                && FieldClassNames.Kebab(known.ToString()) == entry.Code ? known : DisclosureClass.Impermissible,
        };
    }
}
