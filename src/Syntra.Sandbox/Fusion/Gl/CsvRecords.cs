using System.Text;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>Comma-separated records with optional double quotes, an embedded quote doubled; LF or CRLF.</summary>
internal static class CsvRecords
{
    /// <summary>The records in order; null for one whose quote is never closed.</summary>
    public static IEnumerable<List<string>?> Read(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            yield return ReadRecord(text, ref at);
        }
    }

    private static List<string>? ReadRecord(string text, ref int at)
    {
        var fields = new List<string>(GlInterfaceColumns.Count + 1);
        while (true)
        {
            if (ReadField(text, ref at) is not { } field)
            {
                at = text.Length;
                return null;
            }

            fields.Add(field);
            if (at < text.Length && text[at] == ',')
            {
                at++;
                continue;
            }

            at += at < text.Length && text[at] == '\r' ? 1 : 0;
            at += at < text.Length && text[at] == '\n' ? 1 : 0;
            return fields;
        }
    }

    private static string? ReadField(string text, ref int at)
    {
        if (at < text.Length && text[at] == '"')
        {
            return ReadQuoted(text, ref at);
        }

        var end = text.AsSpan(at).IndexOfAny(",\r\n");
        var field = end < 0 ? text[at..] : text.Substring(at, end);
        at += field.Length;
        return field;
    }

    private static string? ReadQuoted(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                value.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                value.Append('"');
                at++;
            }
            else
            {
                at++;
                return at == text.Length || text[at] is ',' or '\r' or '\n' ? value.ToString() : null;
            }
        }

        return null;
    }
}
