using System.Globalization;
using System.Text;
using System.Text.Json;
using Syntra.Sandbox.Fusion.Ess;
using Syntra.Sandbox.Fusion.Gl;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Fa;

/// <summary>Loads FaMassAdditions.csv and FaMassaddDistributions.csv. One bad record in either and not one row stays; ids are made unique for the load.</summary>
internal static class MassAdditionLoad
{
    private const string Additions = "FaMassAdditions.csv";
    private const string Distributions = "FaMassaddDistributions.csv";
    private const int AdditionFields = 423;
    private const int DistributionFields = 67;
    private const int BatchName = 419;
    private static readonly (int Column, string Name, int Length)[] s_widths = [(4, "ASSET_NUMBER", 30), (5, "DESCRIPTION", 80), (6, "TAG_NUMBER", 15), (7, "MANUFACTURER_NAME", 360), (8, "SERIAL_NUMBER", 35), (9, "MODEL_NUMBER", 40)];

    public static EssStep.Finish Load(EssJobContext context, UcmDocument document)
    {
        if (FbdiArchive.Read(document.Content, Additions, out var problem) is not { } additions || FbdiArchive.Read(document.Content, Distributions, out problem) is not { } distributions)
        {
            context.WriteLog(problem + "\n");
            return new EssStep.Finish(EssState.Error);
        }

        var log = new StringBuilder();
        var rejected = 0;
        var rows = Read(additions, "FA_MASS_ADDITIONS", Addition, log, ref rejected);
        var places = Read(distributions, "FA_MASSADD_DISTRIBUTIONS", static r => Shape(r, DistributionFields), log, ref rejected).ToLookup(static r => r[0], StringComparer.Ordinal);
        if (rejected == 0)
        {
            rows.ForEach(row => Insert(context, row, [.. places[row[0]]]));
        }

        log.Append(CultureInfo.InvariantCulture, $"Table FA_MASS_ADDITIONS:\n  {(rejected == 0 ? rows.Count : 0)} Rows successfully loaded.\n  {rejected} Rows not loaded due to data errors.\n");
        context.WriteLog(log.ToString());
        return new EssStep.Finish(rejected == 0 ? EssState.Succeeded : EssState.Error);
    }

    private static List<List<string>> Read(string text, string table, Func<List<string>?, string?> rejection, StringBuilder log, ref int rejected)
    {
        var rows = new List<List<string>>();
        var line = 0;
        foreach (var record in CsvRecords.Read(text))
        {
            line++;
            if (rejection(record) is { } reason)
            {
                rejected++;
                log.Append(CultureInfo.InvariantCulture, $"Record {line}: Rejected - Error on table {table}, column {reason}\n\n");
                continue;
            }

            rows.Add(record!);
        }

        return rows;
    }

    private static string? Shape(List<string>? record, int fields) =>
        record is null ? "MASS_ADDITION_ID.\nsecond enclosure string not present"
        : record.Count != fields || record[^1] != "END" ? "END.\nColumn not found before end of logical record"
        : !long.TryParse(record[0], NumberStyles.None, CultureInfo.InvariantCulture, out _) ? "MASS_ADDITION_ID.\nORA-01722: invalid number"
        : null;

    private static string? Addition(List<string>? record)
    {
        if (Shape(record, AdditionFields) is { } shape)
        {
            return shape;
        }

        if (s_widths.FirstOrDefault(w => record![w.Column - 1].Length > w.Length) is { Name: { } wide })
        {
            return wide + ".\nORA-12899: value too large for column";
        }

        return !decimal.TryParse(record![10], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? "FIXED_ASSETS_COST.\nORA-01722: invalid number"
            : !DateOnly.TryParseExact(record[11], "yyyy/MM/dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? "DATE_PLACED_IN_SERVICE.\nORA-01861: literal does not match format string"
            : null;
    }

    private static void Insert(EssJobContext context, List<string> row, IReadOnlyList<List<string>> places) => context.Session.Execute(
        """
        INSERT INTO fa_mass_additions (load_request_id, line_id, book_type_code, asset_number, batch_name, posting_status, queue_name, prepared, fields, distributions)
        VALUES (@request, @line, @book, @number, @batch, @status, @queue, 0, @fields, @places)
        """,
        ("@request", context.Request.AbsParentId), ("@line", row[0]), ("@book", row[1]), ("@number", row[3]), ("@batch", row[BatchName - 1]), ("@status", row[21]), ("@queue", row[22]),
        ("@fields", JsonSerializer.Serialize(row)), ("@places", JsonSerializer.Serialize(places)));
}
