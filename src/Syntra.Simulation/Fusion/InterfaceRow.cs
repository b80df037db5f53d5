using System.Globalization;
using System.IO.Compression;

namespace Syntra.Simulation.Fusion;

/// <summary>A row of GL_INTERFACE, as far as this Fusion looks at it.</summary>
internal sealed record InterfaceRow(
    string LedgerId, DateOnly Date, string Source, IReadOnlyList<string> Segments, decimal Debit, decimal Credit, string Reference1,
    string Key, string Record, string Version, string OriginalPeriod, string Role, string InstructionKey, long Group)
{
    private const int Segment1 = 8;
    private const int EnteredDebit = 38;
    private const int FirstReference = 42;
    private const int Reference21 = 52;
    private const int GroupColumn = 66;

    /// <summary>Reads GlInterface.csv at the root of a zip: 149 fields a row, by position.</summary>
    public static IReadOnlyList<InterfaceRow> Read(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
        using var reader = new StreamReader(archive.GetEntry("GlInterface.csv")!.Open());
        var rows = new List<InterfaceRow>();
        while (reader.ReadLine() is { } line)
        {
            rows.Add(Parse(Fields(line)));
        }

        return rows;
    }

    private static InterfaceRow Parse(string[] fields) => new(
        fields[1],
        DateOnly.ParseExact(fields[2], "yyyy/MM/dd", CultureInfo.InvariantCulture),
        fields[3],
        [.. fields.Skip(Segment1).Take(30).TakeWhile(s => s.Length > 0)],
        Amount(fields[EnteredDebit]), Amount(fields[EnteredDebit + 1]),
        fields[FirstReference],
        fields[Reference21], fields[Reference21 + 1], fields[Reference21 + 2], fields[Reference21 + 3], fields[Reference21 + 4], fields[Reference21 + 5],
        long.Parse(fields[GroupColumn], CultureInfo.InvariantCulture));

    private static decimal Amount(string field) => field.Length == 0 ? 0m : decimal.Parse(field, CultureInfo.InvariantCulture);

    private static string[] Fields(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line.Split(',');
        }

        var fields = new List<string>(149);
        var field = new System.Text.StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return [.. fields];
    }
}
