using System.Text.Json;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Hub;

/// <summary>
/// Brings batches in PROCESSING whose time has come into the pod's parties and accounts. It runs before anybody can look at them, which from outside
/// is the same as a process of its own. Rows of one customer stand or fall together; the others do not wait for them.
/// </summary>
/// <remarks>A kill between the objects' commit and the batch's has the batch run again: the same references find the same records.</remarks>
internal sealed class CustomerBatches(FusionDatabase database, ObjectStore objects, FusionObjectSetup setup, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task RunDueAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var due = database.Read(s => s.Query(
                "SELECT batch_id, orig_system FROM hz_imp_batch_summary WHERE batch_status = @status AND due_at <= @now",
                static r => (Batch: r.GetInt64(0), System: r.GetString(1)), ("@status", CustomerImportJob.Processing), ("@now", time.GetUtcNow().ToUnixTimeMilliseconds())));
            foreach (var (batch, system) in due)
            {
                await RunAsync(batch, system);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task RunAsync(long batch, string system)
    {
        var rows = database.Read(s => s.Query(
            "SELECT orig_system_reference, file, fields FROM hz_imp_row WHERE batch_id = @batch AND orig_system = @system ORDER BY load_request_id, line",
            static r => (Reference: r.GetString(0), File: r.GetString(1), Fields: JsonSerializer.Deserialize<List<string>>(r.GetString(2))!), ("@batch", batch), ("@system", system)));
        var outcomes = await objects.RunAsync(transaction => rows.GroupBy(static r => r.Reference, StringComparer.Ordinal)
            .Select(customer =>
            {
                var mark = transaction.Mark();
                var outcome = new CustomerRows(transaction, setup, system, customer.Key).Apply(customer.ToLookup(static r => r.File, static r => r.Fields, StringComparer.Ordinal));
                if (outcome.Error is not null)
                {
                    transaction.Undo(mark);
                }

                return outcome;
            }).ToList());
        database.Write(session => Finish(session, batch, outcomes));
    }

    private static int Finish(Session session, long batch, List<CustomerOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome.Error is { } error)
            {
                session.Execute(
                    "INSERT OR REPLACE INTO hz_imp_errors VALUES (@batch, @table, @reference, @message)",
                    ("@batch", batch), ("@table", CustomerLoad.Table(outcome.File)), ("@reference", outcome.Reference), ("@message", error));
                continue;
            }

            session.Execute(
                "UPDATE hz_imp_row SET party_id = @party, account_number = @account, action = @action WHERE batch_id = @batch AND file = @file AND orig_system_reference = @reference",
                ("@party", outcome.PartyId), ("@account", outcome.AccountNumber), ("@action", outcome.Action), ("@batch", batch), ("@file", CustomerLoad.Parties), ("@reference", outcome.Reference));
        }

        return session.Execute(
            "UPDATE hz_imp_batch_summary SET batch_status = @status WHERE batch_id = @batch",
            ("@status", outcomes.Exists(static o => o.Error is not null) ? "COMPL_ERRORS" : "COMPLETED"), ("@batch", batch));
    }
}
