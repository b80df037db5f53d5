using System.Globalization;
using System.Text.Json;
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

    private static readonly int[] s_others =
    [
        .. GlInterfaceColumns.Names
            .Except([.. s_typed, .. s_amounts, "STATUS", "LEDGER_ID", "ACCOUNTING_DATE", "GROUP_ID", .. Enumerable.Range(1, 30).Select(static i => $"SEGMENT{i}")])
            .Select(GlInterfaceColumns.Index),
    ];

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
        string[] columns = ["load_request_id", "status", "ledger_id", "accounting_date", "group_id", "segments", "other_columns", .. s_typed, .. s_amounts];
        using var insert = session.Insert("gl_interface", columns);
        var values = new object?[columns.Length];
        foreach (var record in records)
        {
            Fill(values, loadRequestId, record);
            insert.Run(values);
        }
    }

    private static void Fill(object?[] values, long loadRequestId, GlInterfaceRecord record)
    {
        GlInterfaceRecord.TryDate(record["ACCOUNTING_DATE"] ?? "", out var date);
        (values[0], values[1], values[2], values[3], values[4], values[5], values[6]) =
            (loadRequestId, "NEW", record.Identifier("LEDGER_ID"), date, record.Identifier("GROUP_ID"), JsonSerializer.Serialize(Segments(record)), Others(record));
        var at = 7;
        foreach (var column in s_typed)
        {
            values[at++] = record[column];
        }

        foreach (var column in s_amounts)
        {
            values[at++] = record.Amount(column);
        }
    }

    private static string[] Segments(GlInterfaceRecord record)
    {
        var first = GlInterfaceColumns.Index("SEGMENT1");
        var count = 30;
        while (count > 0 && record.At(first + count - 1) is null)
        {
            count--;
        }

        return [.. Enumerable.Range(first, count).Select(i => record.At(i) ?? "")];
    }

    private static string? Others(GlInterfaceRecord record)
    {
        var others = s_others.Where(i => record.At(i) is not null).ToDictionary(static i => GlInterfaceColumns.Names[i], i => record.At(i));
        return others.Count == 0 ? null : JsonSerializer.Serialize(others);
    }
}
