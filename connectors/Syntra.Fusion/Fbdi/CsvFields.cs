using System.Text;

namespace Syntra.Fusion.Fbdi;

/// <summary>RFC 4180 fields: quoted only where a comma, quote, line break or outer space makes it necessary; quotes doubled.</summary>
internal static class CsvFields
{
    private static readonly System.Buffers.SearchValues<char> s_special = System.Buffers.SearchValues.Create(",\"\r\n");

    public static void AppendRow(StringBuilder target, ReadOnlySpan<string?> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
            {
                target.Append(',');
            }

            Append(target, fields[i]);
        }

        // LF alone: a loader that ends records at LF would put the CR of a CRLF into column 149.
        target.Append('\n');
    }

    private static void Append(StringBuilder target, string? field)
    {
        if (string.IsNullOrEmpty(field))
        {
            return;
        }

        if (!NeedsQuotes(field))
        {
            target.Append(field);
            return;
        }

        target.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private static bool NeedsQuotes(string field) =>
        field.AsSpan().ContainsAny(s_special) || char.IsWhiteSpace(field[0]) || char.IsWhiteSpace(field[^1]);
}
