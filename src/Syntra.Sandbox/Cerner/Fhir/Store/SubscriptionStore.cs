using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Cerner.Fhir.Store;

/// <summary>A subscription with the count of its events.</summary>
internal sealed record StoredSubscription(
    string Id, string Status, string Endpoint, string Content, string Types, string Topic, IReadOnlyList<string> Headers, long? HeartbeatSeconds, long Count, long Generation, string Body);

/// <summary>An event of a subscription, and what it is about.</summary>
internal sealed record StoredEvent(long Sequence, string Subscription, long Generation, long Number, DateTimeOffset At, string Type, string Id, long Version, string Method);

/// <summary>Subscriptions, their events, and the notifications that are still to be sent.</summary>
internal sealed class SubscriptionStore(FhirDatabase database)
{
    private const string Extension = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
    private const string Columns = "id, status, endpoint, content, types, topic, headers, heartbeat, count, generation, body";

    /// <summary>Makes a subscription, or makes one anew under its id, which begins to count again.</summary>
    internal StoredSubscription Create(JsonObject resource, string id)
    {
        var channel = resource["channel"] as JsonObject ?? [];
        var payload = (channel["_payload"]?["extension"] as JsonArray)?.FirstOrDefault(e => (string?)e?["url"] == Extension + "backport-payload-content");
        var heartbeat = (channel["extension"] as JsonArray)?.FirstOrDefault(e => (string?)e?["url"] == Extension + "backport-heartbeat-period");
        var filters = resource["_criteria"]?["extension"] as JsonArray ?? [];
        var types = string.Join(',', filters.Select(f => ((string?)f?["valueString"])?.Split('?')[0]).OfType<string>());
        resource["id"] = id;
        resource["status"] = "requested";
        database.Do(session => session.Execute(
            $"""
            INSERT INTO subscription ({Columns}) VALUES (@id, 'requested', @endpoint, @content, @types, @topic, @headers, @heartbeat, 0, 0, @body)
            ON CONFLICT (id) DO UPDATE SET status = 'requested', endpoint = excluded.endpoint, content = excluded.content, types = excluded.types, topic = excluded.topic,
              headers = excluded.headers, heartbeat = excluded.heartbeat, count = 0, generation = generation + 1, body = excluded.body
            """,
            ("@id", id), ("@endpoint", (string?)channel["endpoint"] ?? ""), ("@content", (string?)payload?["valueCode"] ?? "empty"), ("@types", types),
            ("@topic", (string?)resource["criteria"] ?? ""), ("@headers", (channel["header"] as JsonArray ?? []).ToJsonString()),
            ("@heartbeat", (long?)heartbeat?["valueUnsignedInt"]), ("@body", resource.ToJsonString())));
        return Find(id)!;
    }

    internal StoredSubscription? Find(string id) => All().FirstOrDefault(s => s.Id == id);

    internal IReadOnlyList<StoredSubscription> All() => database.Do(session => session.Query($"SELECT {Columns} FROM subscription", Map));

    internal void SetStatus(string id, string status) =>
        database.Do(session => session.Execute("UPDATE subscription SET status = @status WHERE id = @id", ("@status", status), ("@id", id)));

    /// <summary>Begins to count at one again under the same id, as a server does that lost its counters; what was not sent is dropped.</summary>
    internal void Restart(string id) => database.Do(session =>
        session.Execute("UPDATE subscription SET count = 0, generation = generation + 1 WHERE id = @id", ("@id", id))
        + session.Execute("DELETE FROM outbox WHERE subscription = @id", ("@id", id)));

    internal IReadOnlyList<StoredEvent> Events(string subscription, long generation, long from, long until) => database.Do(session => session.Query(
        "SELECT 0, subscription, generation, number, at, type, id, version, method FROM event WHERE subscription = @id AND generation = @generation AND number BETWEEN @from AND @until ORDER BY number",
        MapEvent, ("@id", subscription), ("@generation", generation), ("@from", from), ("@until", until)));

    /// <summary>What is to be sent, in the order it happened.</summary>
    internal IReadOnlyList<StoredEvent> Waiting(string subscription, int most) => database.Do(session => session.Query(
        """
        SELECT o.seq, e.subscription, e.generation, e.number, e.at, e.type, e.id, e.version, e.method
        FROM outbox o JOIN event e ON e.subscription = o.subscription AND e.generation = o.generation AND e.number = o.number
        WHERE o.subscription = @id ORDER BY o.seq LIMIT @most
        """,
        MapEvent, ("@id", subscription), ("@most", most)));

    internal void Sent(IReadOnlyList<long> sequences) => database.Do(session => sequences.Sum(s => session.Execute("DELETE FROM outbox WHERE seq = @seq", ("@seq", s))));

    internal long WaitingCount() => database.Do(static session => session.Count("SELECT COUNT(*) FROM outbox"));

    /// <summary>Numbers a change for every subscription that is about it. The count goes on while a subscription is in error, as the guide says.</summary>
    internal static void Note(Session session, StoredResource stored, string method)
    {
        var matching = session.Query(
            "UPDATE subscription SET count = count + 1 WHERE status IN ('active', 'error') AND (types = '' OR instr(',' || types || ',', ',' || @type || ',') > 0) RETURNING id, generation, count, status",
            static r => (Id: r.GetString(0), Generation: r.GetInt64(1), Number: r.GetInt64(2), Status: r.GetString(3)), ("@type", stored.Type));
        foreach (var (id, generation, number, status) in matching)
        {
            session.Execute(
                "INSERT INTO event VALUES (@subscription, @generation, @number, @at, @type, @id, @version, @method)",
                ("@subscription", id), ("@generation", generation), ("@number", number), ("@at", stored.Updated.ToUnixTimeMilliseconds()), ("@type", stored.Type),
                ("@id", stored.Id), ("@version", stored.Version), ("@method", method));
            if (status == "active")
            {
                session.Execute(
                    "INSERT INTO outbox (subscription, generation, number) VALUES (@subscription, @generation, @number)",
                    ("@subscription", id), ("@generation", generation), ("@number", number));
            }
        }
    }

    private static StoredSubscription Map(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
        JsonSerializer.Deserialize<List<string>>(row.GetString(6)) ?? [], row.Number(7), row.GetInt64(8), row.GetInt64(9), row.GetString(10));

    private static StoredEvent MapEvent(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)), row.GetString(5), row.GetString(6),
        row.GetInt64(7), row.GetString(8));
}
