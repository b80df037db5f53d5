using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Syntra.Governance.Audit;

namespace Syntra.Governance.Siem.Bodies;

/// <summary>FHIR R4 AuditEvent; disclosures follow IHE BALP's PrivacyDisclosure.Source.</summary>
public sealed class FhirBody : ISiemBody
{
    private const string Dcm = "http://dicom.nema.org/resources/ontology/DCM";
    private const string DisclosureProfile = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PrivacyDisclosure.Source";

    /// <inheritdoc/>
    public string MessageId => "FHIR-AuditEvent";

    /// <inheritdoc/>
    public string Format(SiemSource source, long sequence, AuditEvent entry)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "AuditEvent");
            Event(json, entry);
            Agents(json, source, entry);
            json.WriteStartObject("source");
            Display(json, "observer", source.Host);
            json.WriteStartArray("type");
            Coding(json, "http://terminology.hl7.org/CodeSystem/security-source-type", "4", "Application Server");
            json.WriteEndArray();
            json.WriteEndObject();
            Entities(json, sequence, entry);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Event(Utf8JsonWriter json, AuditEvent entry)
    {
        var (code, action, type) = AuditCodes.Of(entry.Kind);
        if (entry.Kind == AuditKind.Disclosed)
        {
            json.WriteStartObject("meta");
            json.WriteStartArray("profile");
            json.WriteStringValue(DisclosureProfile);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WritePropertyName("type");
        Coding(json, Dcm, code.Code, code.Text);
        json.WriteStartArray("subtype");
        if (entry.Kind == AuditKind.Disclosed)
        {
            Coding(json, "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle", "disclose", "Disclose");
        }
        else if (type is { } t)
        {
            Coding(json, Dcm, t.Code, t.Text);
        }

        Coding(json, "urn:syntra:audit-kind", entry.Kind.ToString(), entry.Kind.ToString());
        json.WriteEndArray();
        json.WriteString("action", action.ToString());
        json.WriteString("recorded", entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("outcome", ((int)entry.Outcome).ToString(CultureInfo.InvariantCulture));
        if (entry.Code is not null)
        {
            json.WriteString("outcomeDesc", entry.Code);
        }

        if (entry.Purpose is not null)
        {
            json.WriteStartArray("purposeOfEvent");
            Concept(json, "http://terminology.hl7.org/CodeSystem/v3-ActReason", entry.Purpose, entry.Purpose);
            json.WriteEndArray();
        }
    }

    private static void Agents(Utf8JsonWriter json, SiemSource source, AuditEvent entry)
    {
        json.WriteStartArray("agent");
        Agent(json, Dcm, AuditCodes.SourceRole.Code, AuditCodes.SourceRole.Text, source.Host, isRequestor: false, source.Host);
        if (entry.Recipient is not null)
        {
            Agent(json, Dcm, AuditCodes.DestinationRole.Code, AuditCodes.DestinationRole.Text, entry.Recipient, isRequestor: false, entry.Recipient);
        }

        Agent(json, "http://terminology.hl7.org/CodeSystem/extra-security-role-type", "humanuser", "human user", entry.Actor, isRequestor: true, network: null);
        json.WriteEndArray();
    }

    private static void Agent(Utf8JsonWriter json, string system, string code, string text, string who, bool isRequestor, string? network)
    {
        json.WriteStartObject();
        json.WritePropertyName("type");
        Concept(json, system, code, text);
        Display(json, "who", who);
        json.WriteBoolean("requestor", isRequestor);
        if (network is not null)
        {
            json.WriteStartObject("network");
            json.WriteString("address", network);
            json.WriteString("type", "1");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Entities(Utf8JsonWriter json, long sequence, AuditEvent entry)
    {
        json.WriteStartArray("entity");
        if (entry.Patient is not null)
        {
            Entity(json, $"urn:syntra:{entry.Tenant}:patient", entry.Patient, "Patient", "1", "Person", "1", "Patient");
            json.WriteEndObject();
        }

        Entity(json, $"urn:syntra:{entry.Tenant}:audit", string.Create(CultureInfo.InvariantCulture, $"{sequence}"), type: null, "2", "System Object", "4", "Domain Resource");
        if (entry.Object is not null)
        {
            json.WriteString("description", entry.Object);
        }

        Details(json, [("ticket", entry.Ticket), ("oldHash", entry.OldHash), ("newHash", entry.NewHash), ("count", entry.Count?.ToString(CultureInfo.InvariantCulture))]);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    // FHIR has no empty arrays: the property is there only with entries.
    private static void Details(Utf8JsonWriter json, (string Name, string? Value)[] details)
    {
        if (!Array.Exists(details, d => d.Value is not null))
        {
            return;
        }

        json.WriteStartArray("detail");
        foreach (var (name, value) in details.Where(d => d.Value is not null))
        {
            json.WriteStartObject();
            json.WriteString("type", name);
            json.WriteString("valueString", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Leaves the object open for what only one of them has.
    private static void Entity(Utf8JsonWriter json, string system, string value, string? type, string kind, string kindText, string role, string roleText)
    {
        json.WriteStartObject();
        json.WriteStartObject("what");
        if (type is not null)
        {
            json.WriteString("type", type);
        }

        json.WriteStartObject("identifier");
        json.WriteString("system", system);
        json.WriteString("value", value);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WritePropertyName("type");
        Coding(json, "http://terminology.hl7.org/CodeSystem/audit-entity-type", kind, kindText);
        json.WritePropertyName("role");
        Coding(json, "http://terminology.hl7.org/CodeSystem/object-role", role, roleText);
    }

    private static void Concept(Utf8JsonWriter json, string system, string code, string text)
    {
        json.WriteStartObject();
        json.WriteStartArray("coding");
        Coding(json, system, code, text);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Coding(Utf8JsonWriter json, string system, string code, string display)
    {
        json.WriteStartObject();
        json.WriteString("system", system);
        json.WriteString("code", code);
        json.WriteString("display", display);
        json.WriteEndObject();
    }

    private static void Display(Utf8JsonWriter json, string name, string display)
    {
        json.WriteStartObject(name);
        json.WriteString("display", display);
        json.WriteEndObject();
    }
}
