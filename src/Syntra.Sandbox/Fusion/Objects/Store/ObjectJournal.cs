using System.Text.Json.Nodes;
using System.Threading.Channels;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Objects.Store;

/// <summary>Writes changes to SQLite in their order, as many together as wait.</summary>
internal sealed class ObjectJournal : IDisposable
{
    private const int MostTogether = 2000;
    private readonly FusionDatabase _database;
    private readonly Channel<(IReadOnlyList<(ObjectRow? Before, ObjectRow? After)> Changes, TaskCompletionSource Done)> _queue =
        Channel.CreateUnbounded<(IReadOnlyList<(ObjectRow?, ObjectRow?)>, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _loop;

    public ObjectJournal(FusionDatabase database)
    {
        _database = database;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Every change of this process's life, in order.</summary>
    public ObjectHistory History { get; } = new();

    public static IReadOnlyList<ObjectRow> ReadAll(FusionDatabase database) => database.Read(session => session.Query(
        "SELECT resource, id, parent_id, natural_key, version, attributes FROM fusion_object",
        static r => new ObjectRow(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.Text(3), r.GetInt32(4), (JsonObject)JsonNode.Parse(r.GetString(5))!)));

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
    }

    private async Task RunAsync()
    {
        var together = new List<(IReadOnlyList<(ObjectRow? Before, ObjectRow? After)> Changes, TaskCompletionSource Done)>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (together.Count < MostTogether && _queue.Reader.TryRead(out var next))
            {
                together.Add(next);
            }

            try
            {
                _database.Write(session => Write(session, together.SelectMany(t => t.Changes)));
                together.ForEach(t => t.Done.SetResult());
            }
            catch (Microsoft.Data.Sqlite.SqliteException failure)
            {
                together.ForEach(t => t.Done.SetException(failure));
            }

            together.Clear();
        }
    }

    private static int Write(Session session, IEnumerable<(ObjectRow? Before, ObjectRow? After)> changes)
    {
        // Of many changes of one row only the last is written.
        var last = new Dictionary<(string, long), (ObjectRow? Before, ObjectRow? After)>();
        foreach (var change in changes)
        {
            var row = change.After ?? change.Before!;
            last[(row.Resource, row.Id)] = change;
        }

        using var put = session.Prepare(
            "INSERT INTO fusion_object VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET parent_id = excluded.parent_id, natural_key = excluded.natural_key, version = excluded.version, attributes = excluded.attributes", 6);
        foreach (var ((resource, id), change) in last)
        {
            if (change.After is not { } row)
            {
                session.Execute("DELETE FROM fusion_object WHERE resource = @resource AND id = @id", ("@resource", resource), ("@id", id));
                continue;
            }

            put.Run(resource, id, row.ParentId, row.Key, row.Version, row.Attributes.ToJsonString());
        }

        return last.Count;
    }
}
