using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>What a load did.</summary>
internal sealed record LoadResult(int RowsRead, int RowsLoaded, IReadOnlyList<LoadRejection> Rejections);

/// <summary>A refused record, counted from 1.</summary>
internal sealed record LoadRejection(int Record, string Column, string Message);

/// <summary>Loads a file into GL_INTERFACE, all of it or nothing.</summary>
internal static class GlInterfaceLoader
{
    private static readonly string[] s_typed =
    [
        "USER_JE_SOURCE_NAME", "USER_JE_CATEGORY_NAME", "CURRENCY_CODE", "ACTUAL_FLAG",
        "REFERENCE1", "REFERENCE2", "REFERENCE4", "REFERENCE5", "REFERENCE6", "REFERENCE10", "REFERENCE21", "PERIOD_NAME", "LEDGER_NAME",
    ];

    private static readonly string[] s_amounts = ["ENTERED_DR", "ENTERED_CR", "ACCOUNTED_DR", "ACCOUNTED_CR"];

    private static readonly HashSet<string> s_elsewhere =
        [.. s_typed, .. s_amounts, "STATUS", "LEDGER_ID", "ACCOUNTING_DATE", "GROUP_ID", .. Enumerable.Range(1, 30).Select(static i => $"SEGMENT{i}")];

    public static LoadResult Load(Session session, long loadRequestId, string text)
    {
        var ledgers = LedgerStore.All(session).ToDictionary(static l => l.Name, static l => l.Id, StringComparer.Ordinal);
        var records = new List<GlInterfaceRecord>();
        var rejections = new List<LoadRejection>();
        var number = 0;
        foreach (var fields in CsvRecords.Read(text))
        {
            number++;
            if (fields is null)
            {
                rejections.Add(new(number, GlInterfaceColumns.Names[0], "second enclosure string not present"));
                continue;
            }

            var record = new GlInterfaceRecord(fields);
            if (record.IsBlank)
            {
                continue;
            }

            // The control file looks the id up by name where only the name is given.
            record["LEDGER_ID"] ??= record["LEDGER_NAME"] is { } name && ledgers.TryGetValue(name, out var id) ? id.ToString(CultureInfo.InvariantCulture) : null;
            if (GlInterfaceRules.Check(record) is { } refusal)
            {
                rejections.Add(new(number, refusal.Column, refusal.Message));
            }

            records.Add(record);
        }

        if (rejections.Count > 0)
        {
            // DeleteOnLoadFailure = Y.
            return new(number, 0, rejections);
        }

        Insert(session, loadRequestId, records);
        return new(number, records.Count, rejections);
    }

    private static void Insert(Session session, long loadRequestId, List<GlInterfaceRecord> records)
    {
        var columns = (string[])["load_request_id", "status", "ledger_id", "accounting_date", "group_id", "segments", "other_columns", .. s_typed, .. s_amounts];
        using var command = session.Command(
            $"INSERT INTO gl_interface ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(static c => "@" + c))})");
        foreach (var column in columns)
        {
            command.Parameters.Add(new SqliteParameter("@" + column, DBNull.Value));
        }

        foreach (var record in records)
        {
            Bind(command, loadRequestId, record);
            command.ExecuteNonQuery();
        }
    }

    private static void Bind(SqliteCommand command, long loadRequestId, GlInterfaceRecord record)
    {
        void Set(string column, object? value) => command.Parameters["@" + column].Value = Session.ToDatabase(value);

        Set("load_request_id", loadRequestId);
        Set("status", "NEW");
        Set("ledger_id", record.Identifier("LEDGER_ID"));
        Set("accounting_date", GlInterfaceRecord.TryDate(record["ACCOUNTING_DATE"] ?? "", out var date) ? date : null);
        Set("group_id", record.Identifier("GROUP_ID"));
        Set("segments", JsonSerializer.Serialize(Segments(record)));
        Set("other_columns", Others(record));
        foreach (var column in s_typed)
        {
            Set(column, record[column]);
        }

        foreach (var column in s_amounts)
        {
            Set(column, record.Amount(column));
        }
    }

    private static string[] Segments(GlInterfaceRecord record)
    {
        var values = Enumerable.Range(1, 30).Select(i => record[$"SEGMENT{i}"] ?? "").ToList();
        return [.. values.Take(values.FindLastIndex(static v => v.Length > 0) + 1)];
    }

    private static string? Others(GlInterfaceRecord record)
    {
        var others = GlInterfaceColumns.Names.Where(name => !s_elsewhere.Contains(name) && record[name] is not null).ToDictionary(static name => name, name => record[name]);
        return others.Count == 0 ? null : JsonSerializer.Serialize(others);
    }
}
