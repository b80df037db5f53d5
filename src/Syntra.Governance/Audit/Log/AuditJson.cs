using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Syntra.Governance.Audit.Log;

/// <summary>An audit event as JSON with short names and no empty members. Tenant and time are the entry's own.</summary>
internal static class AuditJson
{
    private static readonly JsonEncodedText Kind = JsonEncodedText.Encode("kind");
    private static readonly JsonEncodedText Outcome = JsonEncodedText.Encode("outcome");
    private static readonly JsonEncodedText Actor = JsonEncodedText.Encode("actor");
    private static readonly JsonEncodedText Count = JsonEncodedText.Encode("count");

    private static readonly (JsonEncodedText Name, Func<AuditEvent, string?> Get)[] Texts =
    [
        (JsonEncodedText.Encode("patient"), e => e.Patient),
        (JsonEncodedText.Encode("object"), e => e.Object),
        (JsonEncodedText.Encode("purpose"), e => e.Purpose),
        (JsonEncodedText.Encode("ticket"), e => e.Ticket),
        (JsonEncodedText.Encode("oldHash"), e => e.OldHash),
        (JsonEncodedText.Encode("newHash"), e => e.NewHash),
        (JsonEncodedText.Encode("recipient"), e => e.Recipient),
        (JsonEncodedText.Encode("code"), e => e.Code),
        (JsonEncodedText.Encode("until"), e => e.Until?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        (JsonEncodedText.Encode("sealedIdentity"), e => e.SealedIdentity),
    ];

    public static void Write(AuditEvent entry, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber(Kind, (int)entry.Kind);
        json.WriteNumber(Outcome, (int)entry.Outcome);
        json.WriteString(Actor, entry.Actor);
        foreach (var (name, get) in Texts)
        {
            if (get(entry) is { } value)
            {
                json.WriteString(name, value);
            }
        }

        if (entry.Count is { } count)
        {
            json.WriteNumber(Count, count);
        }

        json.WriteEndObject();
        json.Flush();
    }

    public static AuditEvent Read(string tenant, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return new AuditEvent
        {
            Tenant = tenant,
            At = at,
            Kind = (AuditKind)root.GetProperty("kind").GetInt32(),
            Outcome = (AuditOutcome)root.GetProperty("outcome").GetInt32(),
            Actor = root.GetProperty("actor").GetString()!,
            Patient = Text(root, "patient"),
            Object = Text(root, "object"),
            Purpose = Text(root, "purpose"),
            Ticket = Text(root, "ticket"),
            OldHash = Text(root, "oldHash"),
            NewHash = Text(root, "newHash"),
            Recipient = Text(root, "recipient"),
            Code = Text(root, "code"),
            SealedIdentity = Text(root, "sealedIdentity"),
            Until = Text(root, "until") is { } until ? DateTimeOffset.Parse(until, CultureInfo.InvariantCulture) : null,
            Count = root.TryGetProperty("count", out var count) ? count.GetInt64() : null,
        };
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
