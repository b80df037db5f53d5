using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Cerner.Schema;

namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>Writes the rows of one wave inside its transaction, all stamped with one reading of the database's clock.</summary>
internal sealed class WaveWriter
{
    private readonly CernerSandbox _sandbox;
    private readonly SqliteTransaction _transaction;
    private readonly string _now;

    private WaveWriter(CernerSandbox sandbox, SqliteTransaction transaction, string now)
    {
        _sandbox = sandbox;
        _transaction = transaction;
        _now = now;
    }

    // The stamp is taken before the commit, as Millennium does it: a reader sees the rows later than their UPDT_DT_TM says.
    internal static async Task<WaveWriter> StartAsync(CernerSandbox sandbox, SqliteTransaction transaction, CancellationToken ct) =>
        new(sandbox, transaction, await Sql.ClockAsync(sandbox.Writer, transaction, sandbox.Options.ClockSql, ct).ConfigureAwait(false));

    internal async Task WriteAsync(FeedWave wave, FeedPlan plan, bool first, CancellationToken ct)
    {
        if (first)
        {
            await WriteCatalogueAsync(plan.Catalogue, ct).ConfigureAwait(false);
        }

        using var insertEncounter = Prepare(WaveSql.InsertEncounter);
        foreach (var encounter in wave.Encounters)
        {
            await RunAsync(insertEncounter, ct, encounter.EncounterId, encounter.OrganizationId, encounter.RegisteredAt).ConfigureAwait(false);
        }

        using var insertEvent = Prepare(WaveSql.InsertChargeEvent);
        using var insertCharge = Prepare(WaveSql.InsertCharge);
        using var insertMod = Prepare(WaveSql.InsertChargeMod);
        foreach (var charge in wave.Charges)
        {
            await RunAsync(insertEvent, ct, charge.CompanionId, charge.EncounterId).ConfigureAwait(false);
            await RunAsync(
                insertCharge, ct, charge.ChargeItemId, charge.CompanionId, charge.EncounterId, charge.DepartmentCode, charge.Quantity,
                charge.UnitPrice, charge.ExtendedPrice, charge.ServiceAt, charge.ProcessFlag, CodeValues.ChargeDebit).ConfigureAwait(false);
            await RunAsync(
                insertMod, ct, charge.CompanionId, charge.ChargeItemId, charge.ChargeCode, CodeValues.ModBillCode, CodeValues.ScheduleCdm)
                .ConfigureAwait(false);
        }

        await ResaveAsync(wave.Resaves, ct).ConfigureAwait(false);
    }

    internal async Task ResaveAsync(IEnumerable<object> chargeItemIds, CancellationToken ct)
    {
        using var resave = Prepare(WaveSql.ResaveCharge);
        foreach (var id in chargeItemIds)
        {
            await RunAsync(resave, ct, id).ConfigureAwait(false);
        }
    }

    private async Task WriteCatalogueAsync(FeedCatalogue catalogue, CancellationToken ct)
    {
        using var insertOrganization = Prepare(WaveSql.InsertOrganization);
        foreach (var organization in catalogue.Organizations)
        {
            await RunAsync(insertOrganization, ct, organization.OrganizationId, organization.Code).ConfigureAwait(false);
        }

        using var insertLocation = Prepare(WaveSql.InsertLocation);
        foreach (var organization in catalogue.Organizations)
        {
            await RunAsync(insertLocation, ct, organization.OrganizationId).ConfigureAwait(false);
        }

        foreach (var department in catalogue.Departments)
        {
            await CodeValues.InsertAsync(
                _sandbox.Writer, _transaction, _sandbox.Options.ClockSql, department.Code, CodeValues.DepartmentCodeSet, null, department.Display, ct)
                .ConfigureAwait(false);
        }
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = _sandbox.Writer.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("$now", _now);
        return command;
    }

    private static async Task RunAsync(SqliteCommand command, CancellationToken ct, params object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var name = $"$p{i}";
            var value = values[i] ?? DBNull.Value;
            if (command.Parameters.Contains(name))
            {
                command.Parameters[name].Value = value;
            }
            else
            {
                command.Parameters.AddWithValue(name, value);
            }
        }

        if (await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false) != 1)
        {
            throw new InvalidOperationException("A row of the wave was not written: the database does not hold what the feed state says.");
        }
    }
}
