using CsvHelper;

namespace Syntra.Topology.Workbook;

/// <summary>Reads one CSV file into rows: header row first, comma separated, double quotes, lines that start with # are comments.</summary>
internal static class TableReader
{
    public static IReadOnlyList<WorkbookRow> Read(WorkbookFile file, TableDefinition table, List<LintError> errors)
    {
        using var reader = CsvReader.FromText(file.Text, Options(file.Name, errors));
        if (!reader.Read())
        {
            errors.Add(new LintError(file.Name, 1, "The file is empty.", $"Start it with the header {string.Join(',', table.Header)}."));
            return [];
        }

        var header = reader.Current.ToArray();
        return CheckHeader(file.Name, (int)reader.LineNumber, header, table, errors) ? ReadRows(file.Name, reader, header, errors) : [];
    }

    // The header is read as a row of its own, so that its faults are reported like any other.
    private static CsvReaderOptions Options(string file, List<LintError> errors) => new()
    {
        Separator = ',',
        HasHeader = false,
        CommentPrefix = '#',
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Skip,
        OnMalformedRecord = record => errors.Add(new LintError(
            file, (int)record.LineNumber, "The quoting is broken.", "Close every double quote, and double those inside a quoted value.")),
    };

    private static List<WorkbookRow> ReadRows(string file, CsvReader reader, string[] header, List<LintError> errors)
    {
        var rows = new List<WorkbookRow>();
        while (reader.Read())
        {
            var cells = reader.Current.ToArray();
            var line = (int)reader.LineNumber;
            if (cells.Length != header.Length)
            {
                errors.Add(new LintError(
                    file, line, $"The row has {cells.Length} cells, the header {header.Length}.",
                    "Add or remove commas; put a value that holds a comma in double quotes."));
                continue;
            }

            rows.Add(new WorkbookRow(file, line, header.Zip(cells).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal)));
        }

        return rows;
    }

    private static bool CheckHeader(string file, int line, string[] header, TableDefinition table, List<LintError> errors)
    {
        var before = errors.Count;
        var cure = $"the header is {string.Join(',', table.Header)}.";
        foreach (var column in table.Header.Except(header, StringComparer.Ordinal))
        {
            errors.Add(new LintError(file, line, $"Column {column} is missing.", $"Add it; {cure}"));
        }

        foreach (var column in header.Except(table.Header, StringComparer.Ordinal))
        {
            errors.Add(new LintError(file, line, $"Column '{column}' is unknown.", $"Remove or rename it; {cure}"));
        }

        foreach (var column in header.GroupBy(c => c, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            errors.Add(new LintError(file, line, $"Column '{column.Key}' stands there twice.", "Remove one of them."));
        }

        return errors.Count == before;
    }
}
