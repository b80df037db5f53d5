using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Control;

/// <summary>GET /sandbox/stats: calls by operation and status, ESS requests by job, what stands in the tables, and line keys that stand more than once.</summary>
internal static class SandboxStats
{
    public static JsonNode Read(Session session)
    {
        var requests = new JsonObject();
        foreach (var (operation, status, count) in session.Query(
            "SELECT operation, status, count FROM sandbox_request_count ORDER BY operation, status", static r => (r.GetString(0), r.GetString(1), r.GetInt64(2))))
        {
            requests[operation] ??= new JsonObject();
            requests[operation]![status] = count;
        }

        var duplicates = session.Query(
            "SELECT reference_1, count(*) FROM gl_je_lines WHERE reference_1 IS NOT NULL GROUP BY reference_1 HAVING count(*) > 1 ORDER BY reference_1",
            static r => (JsonNode)new JsonObject { ["reference21"] = r.GetString(0), ["lines"] = r.GetInt64(1) });
        var jobs = new JsonObject();
        foreach (var (definition, count) in session.Query("SELECT definition, count(*) FROM ess_request GROUP BY definition ORDER BY definition", static r => (r.GetString(0), r.GetInt64(1))))
        {
            jobs[definition] = count;
        }

        return new JsonObject
        {
            ["requests"] = requests,
            ["jobs"] = jobs,
            ["documents"] = session.Count("SELECT count(*) FROM ucm_document"),
            ["essRequests"] = session.Count("SELECT count(*) FROM ess_request"),
            ["interfaceRows"] = session.Count("SELECT count(*) FROM gl_interface"),
            ["batches"] = session.Count("SELECT count(*) FROM gl_je_batches"),
            ["unpostedBatches"] = session.Count("SELECT count(*) FROM gl_je_batches WHERE status = 'U'"),
            ["lines"] = session.Count("SELECT count(*) FROM gl_je_lines"),
            ["duplicates"] = new JsonArray([.. duplicates]),
        };
    }
}
