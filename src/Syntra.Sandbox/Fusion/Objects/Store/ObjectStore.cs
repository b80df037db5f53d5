using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Objects.Store;

/// <summary>
/// The pod's objects: in memory, with one change at a time, and in SQLite behind it. A change is answered when its transaction is committed;
/// changes that wait for a commit share it.
/// </summary>
internal sealed class ObjectStore : IDisposable
{
    private const long FirstId = 300_000_100_000_000;
    private readonly Lock _gate = new();
    private readonly ObjectTables _tables = new();
    private readonly ObjectJournal _journal;
    private long _lastId = FirstId;

    public ObjectStore(FusionDatabase database)
    {
        ObjectJournal.Restore(database, _tables);
        _lastId = _tables.Rows.Select(static r => r.Id).Append(FirstId).Max();
        _journal = new ObjectJournal(database);
    }

    /// <summary>Runs the work alone. Where it throws, nothing of it stays; what it returns is given out when its changes are durable.</summary>
    public async Task<T> RunAsync<T>(Func<ObjectTransaction, T> work)
    {
        Task durable;
        T result;
        lock (_gate)
        {
            var transaction = new ObjectTransaction(_tables, () => ++_lastId);
            try
            {
                result = work(transaction);
            }
            catch
            {
                transaction.Undo();
                throw;
            }

            durable = _journal.Append(transaction.Changes);
        }

        await durable;
        return result;
    }

    public T Read<T>(Func<ObjectTables, T> work)
    {
        lock (_gate)
        {
            return work(_tables);
        }
    }

    /// <summary>Every change of this process's life, in order.</summary>
    public ObjectHistory History => _journal.History;

    public void Dispose() => _journal.Dispose();
}
