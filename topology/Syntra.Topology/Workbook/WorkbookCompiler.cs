using Syntra.Contracts;

namespace Syntra.Topology.Workbook;

/// <summary>Checks the workbook's files and makes the crosswalk entries of them. All errors are found in one go.</summary>
public static class WorkbookCompiler
{
    /// <summary>Names of the CSV files that a workbook consists of.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [.. TableDefinition.All.Select(t => t.File)];

    /// <summary>Compiles a workbook. Files that are not CSV are none of its business and are passed over.</summary>
    /// <param name="files">The files of one workbook folder, in any order.</param>
    public static WorkbookResult Compile(IReadOnlyCollection<WorkbookFile> files)
    {
        var errors = new List<LintError>();
        CheckNames(files, errors);
        var rows = TableDefinition.All.ToDictionary(
            t => t.Table, t => files.FirstOrDefault(f => f.Name == t.File) is { } file ? TableReader.Read(file, t, errors) : []);
        var charts = new LedgerCharts(rows[Reference.CrosswalkTables.Ledger]);

        var dated = TableDefinition.All.Select(t => (Table: t, Rows: Check(t, rows[t.Table], charts, errors))).ToList();
        RuleChecks.CheckVersions(rows[Reference.CrosswalkTables.Rule], errors);
        RuleChecks.CheckCovered(rows[Reference.CrosswalkTables.Ledger], rows[Reference.CrosswalkTables.Rule], errors);
        ApproverChecks.CheckKeys(rows[Reference.CrosswalkTables.Approver], errors);
        if (errors.Count > 0)
        {
            return new WorkbookResult(null, [.. errors.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line)]);
        }

        var entries = dated.SelectMany(t => Entries(t.Table, t.Rows)).ToList();
        var version = WorkbookHash.Compute(entries);
        return new WorkbookResult(new CompiledWorkbook(version, [.. entries.Select(e => e with { WorkbookVersion = version })]), []);
    }

    private static void CheckNames(IReadOnlyCollection<WorkbookFile> files, List<LintError> errors)
    {
        foreach (var name in TableDefinition.All.Where(t => !t.Optional).Select(t => t.File).Where(name => !files.Any(f => f.Name == name)))
        {
            errors.Add(new LintError(name, 0, "The file is missing.", $"Add {name} to the workbook folder."));
        }

        var csv = files.Where(f => f.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var file in csv.Where(f => !FileNames.Contains(f.Name)))
        {
            errors.Add(new LintError(file.Name, 0, "The workbook has no such table.", $"Rename or remove it; the tables are {string.Join(", ", FileNames)}."));
        }

        foreach (var group in csv.GroupBy(f => f.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            errors.Add(new LintError(group.Key, 0, "The file was given twice.", "Give each table once."));
        }
    }

    private static List<DatedRow> Check(TableDefinition table, IReadOnlyList<WorkbookRow> rows, LedgerCharts charts, List<LintError> errors)
    {
        var dated = new List<DatedRow>();
        foreach (var row in rows)
        {
            RowChecks.CheckCells(table, row, charts, errors);
            if (RowChecks.CheckDates(row, errors) is { } datedRow)
            {
                dated.Add(datedRow);
            }
        }

        foreach (var group in dated.GroupBy(r => table.CodeOf(r.Row), StringComparer.Ordinal))
        {
            RowChecks.CheckOverlaps(table, group, errors);
        }

        return dated;
    }

    private static IEnumerable<CrosswalkEntry> Entries(TableDefinition table, List<DatedRow> rows) =>
        rows.GroupBy(r => table.CodeOf(r.Row), StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(group => new CrosswalkEntry
            {
                Table = table.Table,
                Code = group.Key,
                WorkbookVersion = "",
                Rows = [.. group.OrderBy(r => r.ValidFrom).Select(r => new CrosswalkRow
                {
                    ValidFrom = r.ValidFrom,
                    ValidTo = r.ValidTo,
                    Values = table.Values.ToDictionary(v => v.Name, v => r.Row[v.Name], StringComparer.Ordinal),
                })],
            });
}
