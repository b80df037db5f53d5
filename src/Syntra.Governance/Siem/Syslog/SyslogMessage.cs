using System.Globalization;
using System.Text;
using Syntra.Governance.Audit;

namespace Syntra.Governance.Siem.Syslog;

/// <summary>An RFC 5424 message in UTF-8. Header fields are cut to their lengths and to printable ASCII, so that no value can break the form.</summary>
internal static class SyslogMessage
{
    // The private enterprise number that RFC 5612 keeps for documentation; receivers match on the name before it.
    private const string DataId = "syntra@32473";

    public static byte[] Of(SiemSource source, AuditEvent entry, long sequence, string messageId, string body)
    {
        var text = new StringBuilder(body.Length + 256);
        var severity = entry.Outcome == AuditOutcome.Success ? 5 : 4;
        text.Append(CultureInfo.InvariantCulture, $"<{(source.Facility * 8) + severity}>1 {entry.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} ");
        text.Append(Field(source.Host, 255)).Append(' ').Append(Field(source.Application, 48)).Append(' ').Append(Field(source.ProcessId, 128)).Append(' ').Append(Field(messageId, 32));
        text.Append(" [").Append(DataId).Append(CultureInfo.InvariantCulture, $" tenant=\"{Parameter(entry.Tenant)}\" seq=\"{sequence}\" kind=\"{entry.Kind}\"] ");

        // The byte order mark tells receivers that the message is UTF-8.
        return [.. Encoding.UTF8.GetBytes(text.ToString()), 0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(body)];
    }

    /// <summary>RFC 5425: the length in octets, a blank, the message.</summary>
    public static void WriteFrame(Stream destination, ReadOnlySpan<byte> message)
    {
        Span<byte> length = stackalloc byte[12];
        message.Length.TryFormat(length, out var written, provider: CultureInfo.InvariantCulture);
        length[written] = (byte)' ';
        destination.Write(length[..(written + 1)]);
        destination.Write(message);
    }

    private static string Field(string value, int longest)
    {
        var kept = string.Concat(value.Where(c => c is > ' ' and < '\u007f').Take(longest));
        return kept.Length == 0 ? "-" : kept;
    }

    private static string Parameter(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
}
