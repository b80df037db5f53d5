using System.Globalization;
using System.Text;
using System.Text.Json;
using Syntra.Sandbox.Fusion.Ess;
using Syntra.Sandbox.Fusion.Gl;

namespace Syntra.Sandbox.Fusion.Hub;

/// <summary>Loads the seven HzImp files. One bad record in one of them and not one row of any stays.</summary>
internal static class CustomerLoad
{
    public const string Parties = "HzImpPartiesT";
    public const string Accounts = "HzImpAccountsT";
    private const int LongestName = 360;

    /// <summary>Leading columns that a record must have, by file.</summary>
    public static readonly IReadOnlyList<(string File, int Columns)> Files =
    [
        (Parties, 10), ("HzImpLocationsT", 6), ("HzImpPartySitesT", 7), ("HzImpPartySiteUsesT", 6), (Accounts, 10), ("HzImpAcctSitesT", 12), ("HzImpAcctSiteUsesT", 10),
    ];

    public static EssStep.Finish Load(EssJobContext context, UcmDocument document)
    {
        var log = new StringBuilder();
        var rows = new List<(string File, int Line, List<string> Fields)>();
        var rejected = 0;
        foreach (var (file, columns) in Files)
        {
            if (FbdiArchive.Read(document.Content, file + ".csv", out var problem) is not { } text)
            {
                context.WriteLog(problem + "\n");
                return new EssStep.Finish(EssState.Error);
            }

            var line = 0;
            foreach (var record in CsvRecords.Read(text))
            {
                line++;
                if (Rejection(file, columns, record) is { } reason)
                {
                    rejected++;
                    log.Append(CultureInfo.InvariantCulture, $"Record {line}: Rejected - Error on table {Table(file)}, column {reason}\n\n");
                    continue;
                }

                rows.Add((file, line, record!));
            }
        }

        if (rejected == 0)
        {
            Insert(context, rows);
        }

        var parties = rejected == 0 ? rows.Count(static r => r.File == Parties) : 0;
        log.Append(CultureInfo.InvariantCulture, $"Table {Table(Parties)}:\n  {parties} Rows successfully loaded.\n  {rejected} Rows not loaded due to data errors.\n");
        context.WriteLog(log.ToString());
        return new EssStep.Finish(rejected == 0 ? EssState.Succeeded : EssState.Error);
    }

    /// <summary>HzImpPartySitesT as HZ_IMP_PARTYSITES_T.</summary>
    public static string Table(string file) => file switch
    {
        Parties => "HZ_IMP_PARTIES_T",
        "HzImpLocationsT" => "HZ_IMP_LOCATIONS_T",
        "HzImpPartySitesT" => "HZ_IMP_PARTYSITES_T",
        "HzImpPartySiteUsesT" => "HZ_IMP_PARTYSITEUSES_T",
        Accounts => "HZ_IMP_ACCOUNTS_T",
        "HzImpAcctSitesT" => "HZ_IMP_ACCTSITES_T",
        _ => "HZ_IMP_ACCTSITEUSES_T",
    };

    private static string? Rejection(string file, int columns, List<string>? record) =>
        record is null ? "BATCH_ID.\nsecond enclosure string not present"
        : record.Count < columns ? "END.\nColumn not found before end of logical record"
        : !long.TryParse(record[0], NumberStyles.None, CultureInfo.InvariantCulture, out _) ? "BATCH_ID.\nORA-01722: invalid number"
        : record[1].Length == 0 || record[2].Length == 0 ? "ORIG_SYSTEM_REFERENCE.\nORA-01400: cannot insert NULL"
        : file == Parties && record[9].Length > LongestName ? "PARTY_NAME.\nORA-12899: value too large for column"
        : null;

    private static void Insert(EssJobContext context, List<(string File, int Line, List<string> Fields)> rows)
    {
        foreach (var (file, line, fields) in rows)
        {
            context.Session.Execute(
                "INSERT INTO hz_imp_row (batch_id, file, line, load_request_id, orig_system, orig_system_reference, fields) VALUES (@batch, @file, @line, @request, @system, @reference, @fields)",
                ("@batch", long.Parse(fields[0], CultureInfo.InvariantCulture)), ("@file", file), ("@line", line), ("@request", context.Request.AbsParentId),
                ("@system", fields[1]), ("@reference", fields[2]), ("@fields", JsonSerializer.Serialize(fields)));
        }
    }
}
