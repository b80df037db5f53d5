using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Cerner.Fhir.Store;

/// <summary>Resources with their versions. A change, the events that it is for subscriptions, and their notifications to come are one transaction.</summary>
internal sealed class ResourceStore(FhirDatabase database, TimeProvider time)
{
    private const string Columns = "type, id, version, updated, deleted, body";

    /// <summary>Called when there is something to send.</summary>
    internal Action? Changed { get; set; }

    /// <summary>Writes new states, each a version; nothing of them where one has no type and id.</summary>
    internal IReadOnlyList<StoredResource> Put(IReadOnlyList<JsonObject> contents, bool notify = true)
    {
        var stored = database.Do<IReadOnlyList<StoredResource>>(session => [.. contents.Select(content => Put(session, content, notify))]);
        Changed?.Invoke();
        return stored;
    }

    internal bool Delete(string type, string id)
    {
        var deleted = database.Do(session =>
        {
            if (Find(session, type, id) is not { IsDeleted: false } before)
            {
                return false;
            }

            Write(session, before with { Version = before.Version + 1, Updated = Now(session), IsDeleted = true, Body = "" }, "DELETE", notify: true);
            return true;
        });
        Changed?.Invoke();
        return deleted;
    }

    internal StoredResource? Find(string type, string id) => database.Do(session => Find(session, type, id) is { } found ? [found] : Array.Empty<StoredResource>()).FirstOrDefault();

    internal IReadOnlyList<StoredResource> History(string type, string id) => database.Do(session => session.Query(
        $"SELECT {Columns} FROM version WHERE type = @type AND id = @id ORDER BY version DESC", Map, ("@type", type), ("@id", id)));

    internal StoredResource? Version(string type, string id, long version) => database.Do(session => session.Query(
        $"SELECT {Columns} FROM version WHERE type = @type AND id = @id AND version = @version", Map, ("@type", type), ("@id", id), ("@version", version))).FirstOrDefault();

    internal IReadOnlyList<StoredResource> All(string type, DateTimeOffset? from = null, DateTimeOffset? until = null) => database.Do(session => session.Query(
        $"SELECT {Columns} FROM resource WHERE type = @type AND deleted = 0 AND updated >= @from AND updated < @until ORDER BY updated, id",
        Map, ("@type", type), ("@from", from?.ToUnixTimeMilliseconds() ?? 0), ("@until", until?.ToUnixTimeMilliseconds() ?? long.MaxValue)));

    /// <summary>"type/id|version" of every resource that is there, for tests that compare.</summary>
    internal IReadOnlyList<string> Summary() => database.Do(session => session.Query(
        "SELECT type || '/' || id || '|' || version FROM resource WHERE deleted = 0", static r => r.GetString(0)));

    internal static StoredResource Map(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt64(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.GetInt64(4) != 0, row.GetString(5));

    private static StoredResource? Find(Session session, string type, string id) => session.First(
        $"SELECT {Columns} FROM resource WHERE type = @type AND id = @id", Map, ("@type", type), ("@id", id));

    private StoredResource Put(Session session, JsonObject content, bool notify)
    {
        var type = (string?)content["resourceType"] ?? throw new ArgumentException("A resource has no resourceType.");
        var id = (string?)content["id"] ?? throw new ArgumentException("A resource has no id.");
        var before = Find(session, type, id);
        var (version, at) = ((before?.Version ?? 0) + 1, Now(session));
        var stored = new StoredResource(type, id, version, at, IsDeleted: false, StoredResource.Stamped(content, version, at));
        Write(session, stored, before is null or { IsDeleted: true } ? "POST" : "PUT", notify);
        return stored;
    }

    // Never two changes of a server at times that run backwards: a window that is over stays as it was.
    private DateTimeOffset Now(Session session)
    {
        var last = session.Count("SELECT COALESCE(MAX(updated), 0) FROM (SELECT MAX(updated) AS updated FROM resource GROUP BY type)");
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(last, time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    private static void Write(Session session, StoredResource stored, string method, bool notify)
    {
        foreach (var table in new[] { "resource", "version" })
        {
            session.Execute(
                $"INSERT OR REPLACE INTO {table} ({Columns}) VALUES (@type, @id, @version, @updated, @deleted, @body)",
                ("@type", stored.Type), ("@id", stored.Id), ("@version", stored.Version), ("@updated", stored.Updated.ToUnixTimeMilliseconds()),
                ("@deleted", stored.IsDeleted), ("@body", stored.Body));
        }

        if (notify)
        {
            SubscriptionStore.Note(session, stored, method);
        }
    }
}
