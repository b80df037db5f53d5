using Microsoft.Data.Sqlite;

namespace Syntra.Sandbox.Cerner.Schema;

/// <summary>The site-specific code values that the sandbox uses; a reader must find them by code set and CDF_MEANING.</summary>
internal static class CodeValues
{
    internal const long ChargeDebit = 3492;
    internal const long ChargeCredit = 3493;
    internal const long ChargeCollection = 3494;
    internal const long ChargeNoCharge = 3495;
    internal const long ModBillCode = 3501;
    internal const long ModSuspense = 3502;
    internal const long ModUser = 3503;
    internal const long ScheduleCdm = 3612;
    internal const long ScheduleCpt4 = 3613;
    internal const long ScheduleRevenue = 3614;
    internal const long EncounterActive = 854;
    internal const long EncounterDischarged = 856;
    internal const long EncounterCancelled = 858;
    internal const long CombineAdd = 871;

    internal const int DepartmentCodeSet = 221;

    private static readonly (long Value, int CodeSet, string Meaning, string Display)[] Rows =
    [
        (ChargeDebit, 13028, "DR", "Debit"),
        (ChargeCredit, 13028, "CR", "Credit"),
        (ChargeCollection, 13028, "COLLECTION", "Collection"),
        (ChargeNoCharge, 13028, "NO CHARGE", "No charge"),
        (ModBillCode, 13019, "BILL CODE", "Bill code"),
        (ModSuspense, 13019, "SUSPENSE", "Suspense"),
        (ModUser, 13019, "USER DEF", "User defined"),
        (ScheduleCdm, 14002, "CDM_SCHED", "Charge master"),
        (ScheduleCpt4, 14002, "CPT4", "CPT4"),
        (ScheduleRevenue, 14002, "REVENUE", "Revenue code"),
        (EncounterActive, 261, "ACTIVE", "Active"),
        (EncounterDischarged, 261, "DISCHARGED", "Discharged"),
        (EncounterCancelled, 261, "CANCELLED", "Cancelled"),
        (CombineAdd, 327, "ADD", "Add"),
    ];

    internal static async Task InsertAsync(SqliteConnection writer, SqliteTransaction transaction, string clockSql, CancellationToken ct)
    {
        foreach (var (value, codeSet, meaning, display) in Rows)
        {
            await InsertAsync(writer, transaction, clockSql, value, codeSet, meaning, display, ct).ConfigureAwait(false);
        }
    }

    internal static async Task InsertAsync(
        SqliteConnection writer, SqliteTransaction transaction, string clockSql, long value, int codeSet, string? meaning, string display, CancellationToken ct)
    {
        var command = writer.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = transaction;
            command.CommandText = $"""
                INSERT INTO CODE_VALUE (CODE_VALUE, CODE_SET, CDF_MEANING, DISPLAY, DISPLAY_KEY, ACTIVE_IND, UPDT_CNT, UPDT_DT_TM)
                VALUES ($value, $codeSet, $meaning, $display, $key, 1, 0, {clockSql})
                ON CONFLICT (CODE_VALUE) DO NOTHING
                """;
            command.Parameters.AddWithValue("$value", value);
            command.Parameters.AddWithValue("$codeSet", codeSet);
            command.Parameters.AddWithValue("$meaning", (object?)meaning ?? DBNull.Value);
            command.Parameters.AddWithValue("$display", display);
            command.Parameters.AddWithValue("$key", string.Concat(display.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant());
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
    }
}
