using System.Globalization;
using System.Text;
using System.Xml;
using Syntra.Governance.Audit;

namespace Syntra.Governance.Siem.Bodies;

/// <summary>The DICOM audit message (PS3.15 A.5) as IHE ATNA ITI-20 sends it.</summary>
public sealed class DicomBody : ISiemBody
{
    private static readonly XmlWriterSettings Settings = new() { OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false), CheckCharacters = false };

    /// <inheritdoc/>
    public string MessageId => "DICOM+RFC3881";

    /// <inheritdoc/>
    public string Format(SiemSource source, long sequence, AuditEvent entry)
    {
        var text = new StringBuilder(2048);
        using (var xml = XmlWriter.Create(text, Settings))
        {
            xml.WriteStartElement("AuditMessage");
            Event(xml, entry);
            Participant(xml, entry.Actor, isRequestor: true, source.Host, AuditCodes.SourceRole);
            if (entry.Recipient is not null)
            {
                Participant(xml, entry.Recipient, isRequestor: false, host: null, AuditCodes.DestinationRole);
            }

            xml.WriteStartElement("AuditSourceIdentification");
            xml.WriteAttributeString("code", "4");
            xml.WriteAttributeString("AuditEnterpriseSiteID", Clean(entry.Tenant));
            xml.WriteAttributeString("AuditSourceID", Clean(source.Host));
            xml.WriteEndElement();
            Objects(xml, sequence, entry);
            xml.WriteEndElement();
        }

        return text.ToString();
    }

    private static void Event(XmlWriter xml, AuditEvent entry)
    {
        var (code, action, type) = AuditCodes.Of(entry.Kind);
        xml.WriteStartElement("EventIdentification");
        xml.WriteAttributeString("EventActionCode", action.ToString());
        xml.WriteAttributeString("EventDateTime", entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("EventOutcomeIndicator", ((int)entry.Outcome).ToString(CultureInfo.InvariantCulture));
        Code(xml, "EventID", code.Code, "DCM", code.Text);
        if (type is { } t)
        {
            Code(xml, "EventTypeCode", t.Code, "DCM", t.Text);
        }

        if (entry.Code is not null)
        {
            xml.WriteElementString("EventOutcomeDescription", Clean(entry.Code));
        }

        if (entry.Purpose is not null)
        {
            Code(xml, "PurposeOfUse", entry.Purpose, "2.16.840.1.113883.5.8", entry.Purpose);
        }

        xml.WriteEndElement();
    }

    private static void Participant(XmlWriter xml, string user, bool isRequestor, string? host, DcmCode role)
    {
        xml.WriteStartElement("ActiveParticipant");
        xml.WriteAttributeString("UserID", Clean(user));
        xml.WriteAttributeString("UserIsRequestor", isRequestor ? "true" : "false");
        if (host is not null)
        {
            xml.WriteAttributeString("NetworkAccessPointID", Clean(host));
            xml.WriteAttributeString("NetworkAccessPointTypeCode", "1");
        }

        Code(xml, "RoleIDCode", role.Code, "DCM", role.Text);
        xml.WriteEndElement();
    }

    private static void Objects(XmlWriter xml, long sequence, AuditEvent entry)
    {
        if (entry.Patient is not null)
        {
            Object(xml, entry.Patient, type: "1", role: "1", "2", "RFC-3881", "Patient Number", []);
        }

        Object(
            xml,
            entry.Object ?? string.Create(CultureInfo.InvariantCulture, $"entry-{sequence}"),
            type: "2",
            role: "3",
            entry.Kind.ToString(),
            "syntra",
            entry.Kind.ToString(),
            [("seq", sequence.ToString(CultureInfo.InvariantCulture)), ("ticket", entry.Ticket), ("oldHash", entry.OldHash), ("newHash", entry.NewHash), ("count", entry.Count?.ToString(CultureInfo.InvariantCulture))]);
    }

    private static void Object(
        XmlWriter xml, string id, string type, string role, string idType, string system, string text, ReadOnlySpan<(string Name, string? Value)> details)
    {
        xml.WriteStartElement("ParticipantObjectIdentification");
        xml.WriteAttributeString("ParticipantObjectID", Clean(id));
        xml.WriteAttributeString("ParticipantObjectTypeCode", type);
        xml.WriteAttributeString("ParticipantObjectTypeCodeRole", role);
        Code(xml, "ParticipantObjectIDTypeCode", idType, system, text);
        foreach (var (name, value) in details)
        {
            if (value is not null)
            {
                xml.WriteStartElement("ParticipantObjectDetail");
                xml.WriteAttributeString("type", name);
                xml.WriteAttributeString("value", Convert.ToBase64String(Encoding.UTF8.GetBytes(value)));
                xml.WriteEndElement();
            }
        }

        xml.WriteEndElement();
    }

    private static void Code(XmlWriter xml, string element, string code, string system, string text)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("csd-code", Clean(code));
        xml.WriteAttributeString("codeSystemName", system);
        xml.WriteAttributeString("originalText", Clean(text));
        xml.WriteEndElement();
    }

    // XML 1.0 has no place for control characters, not even escaped ones.
    private static string Clean(string value) => string.Concat(value.Where(XmlConvert.IsXmlChar));
}
