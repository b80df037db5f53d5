using System.Text;

namespace Syntra.Fusion.Fbdi;

/// <summary>RFC 4180 fields: quoted only where a comma, quote, line break or outer space makes it necessary; quotes doubled.</summary>
internal static class CsvFields
{
    private static readonly System.Buffers.SearchValues<char> s_special = System.Buffers.SearchValues.Create(",\"\r\n");

    public static void AppendRow(StringBuilder target, ReadOnlySpan<string?> fields)
    {
        // Most columns of a wide file are empty: their commas are written together.
        var commas = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            if (!string.IsNullOrEmpty(fields[i]))
            {
                target.Append(',', commas);
                commas = 0;
                Append(target, fields[i]!);
            }

            commas++;
        }

        target.Append(',', Math.Max(0, commas - 1));

        // LF alone: a loader that ends records at LF would put the CR of a CRLF into column 149.
        target.Append('\n');
    }

    private static void Append(StringBuilder target, string field)
    {
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
