using System.Text.Json;
using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>A row of GL_INTERFACE.</summary>
internal sealed record InterfaceRow
{
    public const string Columns =
        """
        row_id, ledger_name, accounting_date, user_je_source_name, user_je_category_name, currency_code, actual_flag, segments,
        entered_dr, entered_cr, accounted_dr, accounted_cr, reference1, reference2, reference4, reference5, reference6, reference10, reference21,
        group_id, period_name, other_columns
        """;

    public required long RowId { get; init; }

    public required string? LedgerName { get; init; }

    public required DateOnly AccountingDate { get; init; }

    public required string Source { get; init; }

    public required string Category { get; init; }

    public required string Currency { get; init; }

    public required string ActualFlag { get; init; }

    public required string[] Segments { get; init; }

    public required decimal? EnteredDr { get; init; }

    public required decimal? EnteredCr { get; init; }

    public required decimal? AccountedDr { get; init; }

    public required decimal? AccountedCr { get; init; }

    public required string? BatchName { get; init; }

    public required string? BatchDescription { get; init; }

    public required string? JournalName { get; init; }

    public required string? JournalDescription { get; init; }

    public required string? JournalReference { get; init; }

    public required string? LineDescription { get; init; }

    public required string? Reference21 { get; init; }

    public required long? GroupId { get; init; }

    public required string? PeriodName { get; init; }

    public required string? OtherColumns { get; init; }

    public string Account => string.Join('-', Segments);

    public static InterfaceRow Map(SqliteDataReader r) => new()
    {
        RowId = r.GetInt64(0),
        LedgerName = r.Text(1),
        AccountingDate = r.Date(2),
        Source = r.GetString(3),
        Category = r.GetString(4),
        Currency = r.GetString(5),
        ActualFlag = r.GetString(6),
        Segments = JsonSerializer.Deserialize<string[]>(r.GetString(7)) ?? [],
        EnteredDr = r.Amount(8),
        EnteredCr = r.Amount(9),
        AccountedDr = r.Amount(10),
        AccountedCr = r.Amount(11),
        BatchName = r.Text(12),
        BatchDescription = r.Text(13),
        JournalName = r.Text(14),
        JournalDescription = r.Text(15),
        JournalReference = r.Text(16),
        LineDescription = r.Text(17),
        Reference21 = r.Text(18),
        GroupId = r.Number(19),
        PeriodName = r.Text(20),
        OtherColumns = r.Text(21),
    };
}
