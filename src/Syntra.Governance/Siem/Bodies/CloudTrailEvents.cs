using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Syntra.Governance.Audit;

namespace Syntra.Governance.Siem.Bodies;

/// <summary>
/// The body of CloudTrail Lake's PutAuditEvents: <c>auditEvents</c> with <c>id</c>, <c>eventData</c> (JSON as text) and
/// <c>eventDataChecksum</c> (base64 SHA-256 of it). At most 100 events a call.
/// </summary>
public static class CloudTrailEvents
{
    /// <summary>Events of one call.</summary>
    public const int MaxEvents = 100;

    /// <summary>The request body for some events of one tenant's chain.</summary>
    /// <param name="source">Who reports.</param>
    /// <param name="account">The receiving AWS account, 12 digits.</param>
    /// <param name="entries">Sequence and event.</param>
    public static byte[] Request(SiemSource source, string account, IReadOnlyList<(long Sequence, AuditEvent Entry)> entries)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, MaxEvents);
        return Written(json =>
        {
            json.WriteStartArray("auditEvents");
            foreach (var (sequence, entry) in entries)
            {
                var data = EventData(source, account, sequence, entry);
                json.WriteStartObject();
                json.WriteString("id", IdOf(sequence, entry));
                json.WriteString("eventData", Encoding.UTF8.GetString(data));
                json.WriteString("eventDataChecksum", Convert.ToBase64String(SHA256.HashData(data)));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static string IdOf(long sequence, AuditEvent entry) => string.Create(CultureInfo.InvariantCulture, $"{entry.Tenant}-{sequence}");

    private static byte[] EventData(SiemSource source, string account, long sequence, AuditEvent entry) => Written(json =>
    {
        json.WriteString("version", source.Version);
        json.WriteStartObject("userIdentity");
        json.WriteString("type", "CustomUser");
        json.WriteString("principalId", entry.Actor);
        json.WriteEndObject();
        json.WriteString("userAgent", source.Application);
        json.WriteString("eventSource", "syntra.streams");
        json.WriteString("eventName", entry.Kind.ToString());
        json.WriteString("eventTime", entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("UID", IdOf(sequence, entry));
        if (entry.Outcome != AuditOutcome.Success)
        {
            json.WriteString("errorCode", entry.Code ?? entry.Outcome.ToString());
        }

        json.WriteString("recipientAccountId", account);
        json.WriteStartObject("additionalEventData");
        foreach (var (name, value) in new[]
        {
            ("tenant", entry.Tenant), ("host", source.Host), ("patient", entry.Patient), ("object", entry.Object), ("purpose", entry.Purpose), ("ticket", entry.Ticket),
            ("oldHash", entry.OldHash), ("newHash", entry.NewHash), ("recipient", entry.Recipient), ("count", entry.Count?.ToString(CultureInfo.InvariantCulture)),
        })
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }

        json.WriteEndObject();
    });

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
