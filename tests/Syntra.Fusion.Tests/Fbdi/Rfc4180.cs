using System.Text;

namespace Syntra.Fusion.Tests.Fbdi;

/// <summary>A strict reader, written from the RFC and not from the writer under test.</summary>
internal static class Rfc4180
{
    public static List<string[]> Read(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            row.Add(text[at] == '"' ? Quoted(text, ref at) : Plain(text, ref at));
            var end = text[at++];
            if (end == '\n')
            {
                rows.Add([.. row]);
                row.Clear();
            }
            else if (end != ',')
            {
                throw new FormatException($"'{end}' behind a field, at {at}");
            }
            else if (at < text.Length && text[at] == '\n')
            {
                row.Add("");
                rows.Add([.. row]);
                row.Clear();
                at++;
            }
        }

        return row.Count == 0 ? rows : throw new FormatException("the last record has no end");
    }

    private static string Plain(string text, ref int at)
    {
        var start = at;
        while (text[at] is not (',' or '\n'))
        {
            if (text[at] is '"' or '\r')
            {
                throw new FormatException($"a special character in an unquoted field, at {at}");
            }

            at++;
        }

        return text[start..at];
    }

    private static string Quoted(string text, ref int at)
    {
        var field = new StringBuilder();
        for (at++; ; at++)
        {
            if (text[at] == '"' && text[++at] != '"')
            {
                return field.ToString();
            }

            field.Append(text[at]);
        }
    }
}
