using System.Globalization;
using System.Text;
using Syntra.Governance.Audit;

namespace Syntra.Governance.Siem.Bodies;

/// <summary>ArcSight Common Event Format, version 0.</summary>
public sealed class CefBody : ISiemBody
{
    /// <inheritdoc/>
    public string MessageId => "CEF";

    /// <inheritdoc/>
    public string Format(SiemSource source, long sequence, AuditEvent entry)
    {
        var text = new StringBuilder(512);
        text.Append("CEF:0|Syntra|").Append(Header(source.Application)).Append('|').Append(Header(source.Version))
            .Append(CultureInfo.InvariantCulture, $"|{(int)entry.Kind}|{entry.Kind}|{SeverityOf(entry)}|");
        text.Append(CultureInfo.InvariantCulture, $"rt={entry.At.ToUnixTimeMilliseconds()} externalId={sequence} outcome={OutcomeOf(entry)}");
        Add(text, "dvchost", source.Host);
        Add(text, "suser", entry.Actor);
        Add(text, "reason", entry.Code);
        AddCustom(text, 1, "tenant", entry.Tenant);
        AddCustom(text, 2, "patientToken", entry.Patient);
        AddCustom(text, 3, "object", entry.Object);
        AddCustom(text, 4, "purpose", entry.Purpose);
        AddCustom(text, 5, "ticket", entry.Ticket);
        AddCustom(text, 6, "recipient", entry.Recipient);
        Add(text, "oldFileHash", entry.OldHash);
        Add(text, "fileHash", entry.NewHash);
        Add(text, "cnt", entry.Count?.ToString(CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private static string OutcomeOf(AuditEvent entry) => entry.Outcome == AuditOutcome.Success ? "success" : "failure";

    private static int SeverityOf(AuditEvent entry) => entry.Outcome switch
    {
        AuditOutcome.Failed => 8,
        AuditOutcome.Refused => 6,
        _ when entry.Kind is AuditKind.Reidentified or AuditKind.KeysShredded or AuditKind.RegisterChanged or AuditKind.KeyUsedStale => 5,
        _ => 3,
    };

    private static void AddCustom(StringBuilder text, int number, string label, string? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $" cs{number}Label={label}");
            Add(text, string.Create(CultureInfo.InvariantCulture, $"cs{number}"), value);
        }
    }

    private static void Add(StringBuilder text, string key, string? value)
    {
        if (value is not null)
        {
            text.Append(' ').Append(key).Append('=').Append(value
                .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal)
                .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));
        }
    }

    // In the header a line end has no escape; it becomes a blank.
    private static string Header(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("\r", " ", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
