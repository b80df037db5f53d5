using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Syntra.Sandbox.Fusion.Ess;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Control;

/// <summary>What a pod does not have: switches and windows for tests and demos, without sign-in, on the loopback address only.</summary>
internal static class ControlEndpoints
{
    private static readonly JsonSerializerOptions s_web = JsonSerializerOptions.Web;

    public static void Map(IEndpointRouteBuilder endpoints, FusionDatabase database, EssScheduler scheduler, ObjectStore objects, RequestCounter counter)
    {
        endpoints.MapPost("/sandbox/faults", context => AddFaultsAsync(context, database));
        endpoints.MapGet("/sandbox/faults", context => ListFaultsAsync(context, database));
        endpoints.MapDelete("/sandbox/faults", context =>
        {
            var removed = database.Write(FaultBoard.Clear);
            database.Faults.Forget();
            return AnswerAsync(context, new JsonObject { ["removed"] = removed });
        });
        endpoints.MapGet("/sandbox/objects/{resource}", context => AnswerAsync(context, SandboxObjects.Read((string)context.Request.RouteValues["resource"]!, objects, database)));
        endpoints.MapGet("/sandbox/object-history/{resource}", context => AnswerAsync(context, SandboxObjects.History(
            (string)context.Request.RouteValues["resource"]!, long.TryParse(context.Request.Query["behind"], System.Globalization.CultureInfo.InvariantCulture, out var behind) ? behind : 0, objects)));
        endpoints.MapPost("/sandbox/periods", context => SetPeriodsAsync(context, database));
        endpoints.MapPost("/sandbox/segment-values", context => SetSegmentValuesAsync(context, database));
        endpoints.MapGet("/sandbox/ledger-lines", context => AnswerAsync(context, database.Read(s => LedgerLines.Read(s, stableOnly: context.Request.Query["stable"] == "true"))));
        endpoints.MapGet("/sandbox/stats", context =>
        {
            counter.Flush();
            return AnswerAsync(context, database.Read(SandboxStats.Read));
        });
        endpoints.MapPost("/sandbox/wake", context =>
        {
            scheduler.Wake();
            return AnswerAsync(context, new JsonObject());
        });
    }

    private static async Task AddFaultsAsync(HttpContext context, FusionDatabase database)
    {
        if (await ReadListAsync<Fault>(context) is not { } faults || faults.Find(static f => FaultKinds.Parse(f.Kind) is null || f.Times < 1) is { })
        {
            await RefuseAsync(context, $"A fault or an array of faults, each with times >= 1 and a kind of: {string.Join(", ", FaultKinds.Wire)}.");
            return;
        }

        database.Write(session => faults.ConvertAll(fault => FaultBoard.Add(session, fault)).Count);
        database.Faults.Forget();
        await AnswerAsync(context, new JsonObject { ["set"] = faults.Count });
    }

    private static Task ListFaultsAsync(HttpContext context, FusionDatabase database) =>
        AnswerAsync(context, new JsonArray([.. database.Read(FaultBoard.All).Select(static f => (JsonNode)new JsonObject
        {
            ["match"] = f.Fault.Match, ["kind"] = f.Fault.Kind, ["remaining"] = f.Remaining, ["hits"] = f.Hits,
        })]));

    private static async Task SetPeriodsAsync(HttpContext context, FusionDatabase database)
    {
        if (await ReadListAsync<PeriodChange>(context) is not { } changes || changes.Exists(static c => !FusionPeriodStatusCode.IsCode(c.Status)))
        {
            await RefuseAsync(context, "{ledgerId, period, status} or an array of them; status is N, F, O, C or P.");
            return;
        }

        var changed = database.Write(session => changes.Sum(change => session.Execute(
            "UPDATE gl_period_statuses SET closing_status = @status WHERE ledger_id = @ledger AND application_id = 101 AND period_name = @period",
            ("@status", change.Status), ("@ledger", change.LedgerId), ("@period", change.Period))));
        await AnswerAsync(context, new JsonObject { ["changed"] = changed });
    }

    private static async Task SetSegmentValuesAsync(HttpContext context, FusionDatabase database)
    {
        if (await ReadListAsync<FusionSegmentValue>(context) is not { } values || values.Exists(static v => string.IsNullOrEmpty(v.Segment) || string.IsNullOrEmpty(v.Value)))
        {
            await RefuseAsync(context, "{segment, value, enabled} or an array of them.");
            return;
        }

        var changed = database.Write(session => values.Sum(value => session.Execute(
            "INSERT INTO segment_values VALUES (@segment, @value, @enabled) ON CONFLICT DO UPDATE SET enabled = excluded.enabled",
            ("@segment", value.Segment), ("@value", value.Value), ("@enabled", value.Enabled))));
        await AnswerAsync(context, new JsonObject { ["changed"] = changed });
    }

    private static async Task<List<T>?> ReadListAsync<T>(HttpContext context)
    {
        try
        {
            var json = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return json is JsonArray array ? array.Deserialize<List<T>>(s_web) : json.Deserialize<T>(s_web) is { } one ? [one] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task AnswerAsync(HttpContext context, JsonNode body) => context.WriteJsonAsync(body, "application/json");

    private static Task RefuseAsync(HttpContext context, string expected)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return AnswerAsync(context, new JsonObject { ["expected"] = expected });
    }

    private sealed record PeriodChange(long LedgerId, string Period, string Status);
}
