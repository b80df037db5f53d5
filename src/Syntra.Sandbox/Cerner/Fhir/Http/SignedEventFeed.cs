using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Syntra.Sandbox.Cerner.Fhir.Hooks;
using Syntra.Sandbox.Cerner.Fhir.Store;

namespace Syntra.Sandbox.Cerner.Fhir.Http;

/// <summary>
/// <c>GET /v1/events?after=cursor&amp;limit=n</c>: events in the order of their commits, numbered without gaps, signed as a whole. A
/// cursor that was never given out is 410.
/// </summary>
internal sealed class SignedEventFeed(FhirSandboxOptions options, FhirDatabase database)
{
    private const int Most = 500;

    internal IReadOnlyList<string> Secrets { get; set; } = options.SigningSecrets;

    /// <summary>Set to send the next answers with a byte changed after signing.</summary>
    internal int Tampered { get; set; }

    internal long Emit(string type, JsonObject data) => database.Do(session =>
    {
        var at = options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        session.Execute("INSERT INTO signed_event (id, type, at, body) VALUES ('', @type, @at, @body)", ("@type", type), ("@at", at), ("@body", data.ToJsonString()));
        var sequence = session.Count("SELECT last_insert_rowid()");
        session.Execute("UPDATE signed_event SET id = @id WHERE seq = @seq", ("@id", string.Create(CultureInfo.InvariantCulture, $"evt-{sequence:D8}")), ("@seq", sequence));
        return sequence;
    });

    internal async Task ServeAsync(HttpContext context)
    {
        var after = context.Request.Query["after"].ToString();
        var from = after.Length == 0 ? 0 : Parse(after);
        var limit = int.TryParse(context.Request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 1, Most) : 100;
        if (from is null || from > database.Do(static session => session.Count("SELECT COALESCE(MAX(seq), 0) FROM signed_event")))
        {
            await FhirAnswer.WriteAsync(context, new JsonObject { ["error"] = "unknown-cursor" }, 410, "application/json");
            return;
        }

        var rows = database.Do(session => session.Query(
            "SELECT seq, id, type, at, body FROM signed_event WHERE seq > @from ORDER BY seq LIMIT @limit",
            static r => (Sequence: r.GetInt64(0), Id: r.GetString(1), Type: r.GetString(2), At: DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(3)), Body: r.GetString(4)),
            ("@from", from), ("@limit", limit + 1)));
        var events = new JsonArray([.. rows.Take(limit).Select(r => (JsonNode)new JsonObject
        {
            ["id"] = r.Id, ["sequence"] = r.Sequence, ["type"] = r.Type, ["occurredAt"] = StoredResource.Text(r.At), ["data"] = JsonNode.Parse(r.Body),
        })]);
        var last = rows.Take(limit).Select(r => r.Sequence).LastOrDefault(from.Value);
        var answer = new JsonObject { ["events"] = events, ["cursor"] = last, ["more"] = rows.Count > limit };
        await WriteAsync(context, Encoding.UTF8.GetBytes(answer.ToJsonString()), "batch-" + after + "-" + last.ToString(CultureInfo.InvariantCulture));
    }

    private Task WriteAsync(HttpContext context, byte[] body, string id)
    {
        foreach (var (name, value) in MessageSignature.Headers(Secrets, id, options.TimeProvider.GetUtcNow(), body))
        {
            context.Response.Headers[name] = value;
        }

        if (Tampered > 0)
        {
            Tampered--;
            body[^2] ^= 1;
        }

        return FhirAnswer.WriteAsync(context, body, contentType: "application/json");
    }

    private static long? Parse(string cursor) =>
        long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
}
