using System.Globalization;
using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Cerner.Schema;

namespace Syntra.Sandbox.Cerner.Corrections;

/// <summary>
/// What people and Millennium's servers do to charges and encounters after the fact, each in one transaction, stamped by the database's
/// clock, as Millennium would write it.
/// </summary>
/// <param name="sandbox">The database.</param>
public sealed class CernerCorrections(CernerSandbox sandbox)
{
    /// <summary>Cancels an encounter, or takes that back.</summary>
    public Task VoidEncounterAsync(long encounterId, bool voided = true, CancellationToken ct = default) => RunAsync(
        CorrectionSql.SetEncounterStatus, ct, encounterId, voided ? CodeValues.EncounterCancelled : CodeValues.EncounterDischarged);

    /// <summary>Moves an encounter to another facility.</summary>
    public Task MoveEncounterAsync(long encounterId, long organizationId, CancellationToken ct = default) =>
        RunAsync(CorrectionSql.MoveEncounter, ct, encounterId, organizationId);

    /// <summary>Combines one encounter into another; returns the combine's id.</summary>
    public async Task<long> CombineEncountersAsync(long from, long to, CancellationToken ct = default)
    {
        var id = await NextIdAsync("ENCNTR_COMBINE", "ENCNTR_COMBINE_ID", ct).ConfigureAwait(false);
        await RunAllAsync(
            ct,
            (CorrectionSql.InsertEncounterCombine, [id, from, to, CodeValues.CombineAdd]),
            (CorrectionSql.SetEncounterActive, [from, 0])).ConfigureAwait(false);
        return id;
    }

    /// <summary>Takes an encounter combine back.</summary>
    public Task UncombineEncountersAsync(long combineId, long from, CancellationToken ct = default) => RunAllAsync(
        ct, (CorrectionSql.Uncombine("ENCNTR_COMBINE", "ENCNTR_COMBINE_ID"), [combineId]), (CorrectionSql.SetEncounterActive, [from, 1]));

    /// <summary>Combines one person into another; returns the combine's id.</summary>
    public async Task<long> CombinePersonsAsync(long from, long to, CancellationToken ct = default)
    {
        var id = await NextIdAsync("PERSON_COMBINE", "PERSON_COMBINE_ID", ct).ConfigureAwait(false);
        await RunAsync(CorrectionSql.InsertPersonCombine, ct, id, from, to, CodeValues.CombineAdd).ConfigureAwait(false);
        return id;
    }

    /// <summary>Takes a person combine back.</summary>
    public Task UncombinePersonsAsync(long combineId, CancellationToken ct = default) =>
        RunAsync(CorrectionSql.Uncombine("PERSON_COMBINE", "PERSON_COMBINE_ID"), ct, combineId);

    /// <summary>Deletes a charge's row, with the trace that the delete trigger leaves; a purge leaves the number of its application.</summary>
    public async Task DeleteChargeAsync(long chargeItemId, bool purge = false, CancellationToken ct = default)
    {
        var id = await NextIdAsync("DM_DELETE_TRACKING", "DM_DELETE_TRACKING_ID", ct).ConfigureAwait(false);
        await RunAllAsync(
            ct, (CorrectionSql.TrackDelete, [id, chargeItemId, purge ? 1 : 0]), (CorrectionSql.DeleteCharge, [chargeItemId])).ConfigureAwait(false);
    }

    /// <summary>Gives a charge another unit price.</summary>
    public Task RepriceAsync(long chargeItemId, decimal unitPrice, CancellationToken ct = default) =>
        RunAsync(CorrectionSql.Reprice, ct, chargeItemId, unitPrice.ToString(CultureInfo.InvariantCulture));

    /// <summary>Gives a charge another charge master code; only its CHARGE_MOD row is stamped.</summary>
    public Task RecodeAsync(long chargeItemId, string chargeCode, CancellationToken ct = default) =>
        RunAsync(CorrectionSql.Recode, ct, chargeItemId, chargeCode, CodeValues.ModBillCode, CodeValues.ScheduleCdm);

    /// <summary>Moves a charge to another department.</summary>
    public Task MoveDepartmentAsync(long chargeItemId, long departmentCode, CancellationToken ct = default) =>
        RunAsync(CorrectionSql.MoveDepartment, ct, chargeItemId, departmentCode);

    /// <summary>
    /// Credits a charge: a second row with the same quantity and the negated prices, both linked by OFFSET_CHARGE_ITEM_ID. A pair whose
    /// original has not gone out yet gets process flag 10, and never goes out.
    /// </summary>
    public Task CreditAsync(long chargeItemId, long creditItemId, CancellationToken ct = default) => RunAllAsync(
        ct,
        (CorrectionSql.InsertCredit, [chargeItemId, creditItemId, CodeValues.ChargeCredit]),
        (CorrectionSql.CopyMods, [chargeItemId, creditItemId]),
        (CorrectionSql.LinkOriginal, [chargeItemId, creditItemId]));

    /// <summary>Charges the same thing again under another id, at another price: the rebill, or a late charge where nothing was credited.</summary>
    public Task RebillAsync(long chargeItemId, long rebillItemId, decimal unitPrice, CancellationToken ct = default) => RunAllAsync(
        ct,
        (CorrectionSql.InsertRebill, [chargeItemId, rebillItemId, unitPrice.ToString(CultureInfo.InvariantCulture), CodeValues.ChargeDebit]),
        (CorrectionSql.CopyMods, [chargeItemId, rebillItemId]));

    private Task RunAsync(string sql, CancellationToken ct, params object[] values) => RunAllAsync(ct, (sql, values));

    private async Task RunAllAsync(CancellationToken ct, params (string Sql, object[] Values)[] statements)
    {
        await sandbox.WriteLock.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var transaction = sandbox.Writer.BeginTransaction(deferred: false);
            await using (transaction.ConfigureAwait(false))
            {
                // The stamp is taken before the commit, as Millennium does it.
                var now = await Sql.ClockAsync(sandbox.Writer, transaction, sandbox.Options.ClockSql, ct).ConfigureAwait(false);
                foreach (var (sql, values) in statements)
                {
                    await ExecuteAsync(transaction, sql, now, values, ct).ConfigureAwait(false);
                }

                await transaction.CommitAsync(ct).ConfigureAwait(false);
            }
        }
        finally
        {
            sandbox.WriteLock.Release();
        }
    }

    private async Task ExecuteAsync(SqliteTransaction transaction, string sql, string now, object[] values, CancellationToken ct)
    {
        using var command = sandbox.Writer.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("$now", now);
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"$p{i.ToString(CultureInfo.InvariantCulture)}", values[i]);
        }

        if (await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false) == 0)
        {
            throw new InvalidOperationException("The correction met no row: there is no such charge, encounter or combine.");
        }
    }

    private async Task<long> NextIdAsync(string table, string column, CancellationToken ct)
    {
        await sandbox.WriteLock.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var highest = await Sql.ScalarAsync(sandbox.Writer, null, $"SELECT COALESCE(MAX({column}), 0) FROM {table}", ct).ConfigureAwait(false);
            return Convert.ToInt64(highest, CultureInfo.InvariantCulture) + 1;
        }
        finally
        {
            sandbox.WriteLock.Release();
        }
    }
}
