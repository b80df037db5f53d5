using System.Globalization;
using System.IO.Compression;

namespace Syntra.Simulation.Fusion;

/// <summary>A row of GL_INTERFACE, as far as this Fusion looks at it.</summary>
internal sealed record InterfaceRow(
    string LedgerId, DateOnly Date, string Source, IReadOnlyList<string> Segments, decimal Debit, decimal Credit, string Reference1,
    string Key, string Record, string Version, string OriginalPeriod, string Role, string InstructionKey, long Group)
{
    private const int Columns = 149;
    private const int MostSegments = 30;
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
        foreach (var line in reader.ReadToEnd().AsSpan().EnumerateLines())
        {
            if (!line.IsEmpty)
            {
                rows.Add(Parse(line));
            }
        }

        return rows;
    }

    private static InterfaceRow Parse(ReadOnlySpan<char> line)
    {
        // Only the columns that are looked at become strings: a row has 149 of them, most of them empty.
        Span<Range> columns = stackalloc Range[Columns + 1];
        var found = line.Contains('"') ? Quoted(line, columns) : line.Split(columns, ',');
        if (found != Columns)
        {
            throw new InvalidDataException($"A row of GlInterface.csv has {found} columns.");
        }

        var segments = new List<string>(4);
        while (segments.Count < MostSegments && Text(line, columns[Segment1 + segments.Count]) is { Length: > 0 } segment)
        {
            segments.Add(segment);
        }

        return new InterfaceRow(
            Text(line, columns[1]), DateOnly.ParseExact(line[columns[2]], "yyyy/MM/dd", CultureInfo.InvariantCulture), Text(line, columns[3]), segments,
            Amount(line[columns[EnteredDebit]]), Amount(line[columns[EnteredDebit + 1]]), Text(line, columns[FirstReference]),
            Text(line, columns[Reference21]), Text(line, columns[Reference21 + 1]), Text(line, columns[Reference21 + 2]), Text(line, columns[Reference21 + 3]),
            Text(line, columns[Reference21 + 4]), Text(line, columns[Reference21 + 5]), long.Parse(line[columns[GroupColumn]], CultureInfo.InvariantCulture));
    }

    private static string Text(ReadOnlySpan<char> line, Range column) => line[column].Trim('"').ToString();

    private static decimal Amount(ReadOnlySpan<char> field) => field.IsEmpty ? 0m : decimal.Parse(field, CultureInfo.InvariantCulture);

    private static int Quoted(ReadOnlySpan<char> line, Span<Range> columns)
    {
        var (count, start, quoted) = (0, 0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (i == line.Length || (line[i] == ',' && !quoted))
            {
                columns[count++] = start..i;
                start = i + 1;
            }
        }

        return count;
    }
}
