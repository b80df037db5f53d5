using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Objects.Store;

/// <summary>
/// Appends changes to SQLite in their order, as many together as wait: one row of the database for each time, because an index of every object, page
/// for page through the log of SQLite, cost more than all that an answer takes. What stands is read from it at the start.
/// </summary>
internal sealed class ObjectJournal : IDisposable
{
    private const int MostTogether = 2000;
    private const int RowsOfSnapshot = 500;

    /// <summary>How many changes may be in the journal beyond two for each object, before it is written anew.</summary>
    private const int Slack = 50_000;

    private readonly FusionDatabase _database;
    private readonly Channel<(IReadOnlyList<(ObjectRow? Before, ObjectRow? After)> Changes, TaskCompletionSource Done)> _queue =
        Channel.CreateUnbounded<(IReadOnlyList<(ObjectRow?, ObjectRow?)>, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly MemoryStream _records = new();
    private readonly BinaryWriter _to;
    private readonly Task _loop;

    public ObjectJournal(FusionDatabase database)
    {
        _database = database;
        _to = new BinaryWriter(_records, Encoding.UTF8);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Every change of this process's life, in order.</summary>
    public ObjectHistory History { get; } = new();

    /// <summary>Brings what the journal says into empty tables. A journal of changes that mostly undo one another is written anew, without them.</summary>
    public static void Restore(FusionDatabase database, ObjectTables tables)
    {
        var changes = database.Read(session => session.Query("SELECT records FROM fusion_object_change ORDER BY number", static r => (byte[])r.GetValue(0)).Sum(r => ChangeRecords.Apply(r, tables)));
        if (database.Read(session => IsOfTables(session, tables)) || changes > (2 * tables.Rows.Count()) + Slack)
        {
            database.Write(session => Rewrite(session, tables.Rows));
        }
    }

    /// <summary>To be called in the order of the changes. Completes when they are committed; at once where there are none.</summary>
    public Task Append(IReadOnlyList<(ObjectRow? Before, ObjectRow? After)> changes)
    {
        if (changes.Count == 0)
        {
            return Task.CompletedTask;
        }

        History.Add(changes);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_queue.Writer.TryWrite((changes, done)))
        {
            done.SetException(new ObjectDisposedException(nameof(ObjectJournal)));
        }

        return done.Task;
    }

    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _loop.GetAwaiter().GetResult();
        _to.Dispose();
    }

    private async Task RunAsync()
    {
        var together = new List<TaskCompletionSource>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            _records.SetLength(0);
            while (together.Count < MostTogether && _queue.Reader.TryRead(out var next))
            {
                together.Add(next.Done);
                foreach (var change in next.Changes)
                {
                    ChangeRecords.Write(_to, change);
                }
            }

            try
            {
                _to.Flush();
                _database.AppendObjectChanges(_records.GetBuffer().AsSpan(0, (int)_records.Length));
                together.ForEach(static done => done.SetResult());
            }
            catch (SqliteException failure)
            {
                together.ForEach(done => done.SetException(failure));
            }

            together.Clear();
        }
    }

    /// <summary>Objects of a database from before there was a journal, one row each.</summary>
    private static bool IsOfTables(Session session, ObjectTables tables)
    {
        if (session.Count("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'fusion_object'") == 0)
        {
            return false;
        }

        foreach (var row in session.Query(
            "SELECT resource, id, parent_id, natural_key, version, attributes FROM fusion_object",
            static r => new ObjectRow(string.Intern(r.GetString(0)), r.GetInt64(1), r.GetInt64(2), r.Text(3), r.GetInt32(4), (JsonObject)JsonNode.Parse(r.GetString(5))!)))
        {
            tables.Put(row);
        }

        return true;
    }

    private static int Rewrite(Session session, IEnumerable<ObjectRow> rows)
    {
        session.Execute("DELETE FROM fusion_object_change");
        session.Execute("DROP TABLE IF EXISTS fusion_object");
        using var put = session.Insert("fusion_object_change", "records");
        foreach (var some in rows.Chunk(RowsOfSnapshot))
        {
            using var records = new MemoryStream();
            using var to = new BinaryWriter(records, Encoding.UTF8);
            foreach (var row in some)
            {
                ChangeRecords.Write(to, (null, row));
            }

            put.Run(records.ToArray());
        }

        return 0;
    }
}
