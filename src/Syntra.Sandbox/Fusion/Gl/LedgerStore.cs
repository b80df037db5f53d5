using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>A ledger row.</summary>
internal sealed record Ledger(long Id, string Name, string Currency, string[] Segments, long DataAccessSetId, string? SuspenseAccount)
{
    public bool AllowsSuspense => SuspenseAccount is not null;
}

/// <summary>A period of a ledger for General Ledger.</summary>
internal sealed record Period(string Name, DateOnly Start, DateOnly End, int Year, int Number, bool Adjustment, string Status)
{
    /// <summary>Journals may be entered: open or future enterable.</summary>
    public bool IsEnterable => Status is "O" or "F";

    public bool Covers(DateOnly date) => Start <= date && date <= End;
}

/// <summary>Set-up as Journal Import reads it.</summary>
internal static class LedgerStore
{
    private const string Columns = "ledger_id, name, currency, segments, data_access_set_id, CASE allow_suspense WHEN 1 THEN suspense_account END";

    public static Ledger? Find(Session session, string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? session.First($"SELECT {Columns} FROM gl_ledgers WHERE ledger_id = @id", Map, ("@id", number))
            : null;

    public static Ledger? FindByName(Session session, string name) =>
        session.First($"SELECT {Columns} FROM gl_ledgers WHERE name = @name", Map, ("@name", name));

    public static List<Ledger> All(Session session) => session.Query($"SELECT {Columns} FROM gl_ledgers ORDER BY ledger_id", Map);

    /// <summary>Display name of the source that the import job's argument means, or null: a customer's source is not found by its display name.</summary>
    public static string? SourceNameOfKey(Session session, string key) =>
        session.First("SELECT display_name FROM gl_je_sources WHERE key = @key", static r => r.GetString(0), ("@key", key));

    public static bool IsCategory(Session session, string name) =>
        session.Count("SELECT count(*) FROM gl_je_categories WHERE display_name = @name", ("@name", name)) > 0;

    /// <summary>Enabled values of every segment of the ledger, in segment order.</summary>
    public static HashSet<string>[] EnabledValues(Session session, Ledger ledger) =>
        [.. ledger.Segments.Select(segment => session.Query(
            "SELECT value FROM segment_values WHERE segment = @segment AND enabled = 1", static r => r.GetString(0), ("@segment", segment)).ToHashSet(StringComparer.Ordinal))];

    /// <summary>General Ledger periods in calendar order.</summary>
    public static List<Period> Periods(Session session, long ledgerId) =>
        session.Query(
            """
            SELECT period_name, start_date, end_date, period_year, period_num, adjustment_period_flag, closing_status
            FROM gl_period_statuses WHERE ledger_id = @ledger AND application_id = 101 ORDER BY period_year, period_num, period_name
            """,
            static r => new Period(r.GetString(0), r.Date(1), r.Date(2), r.GetInt32(3), r.GetInt32(4), r.GetInt64(5) == 1, r.GetString(6)),
            ("@ledger", ledgerId));

    private static Ledger Map(SqliteDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2),
        JsonSerializer.Deserialize<string[]>(reader.GetString(3)) ?? [], reader.GetInt64(4), reader.Text(5));
}
