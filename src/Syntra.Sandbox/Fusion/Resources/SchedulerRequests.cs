using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Syntra.Sandbox.Fusion.Ess;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Resources;

/// <summary>The scheduler's own REST: requests by id with their parameters, descendants by absParentRequestId, cancel. Subscriptions are not part of this pod.</summary>
internal static partial class SchedulerRequests
{
    private const string Path = "/ess/rest/scheduler/v1/requests";

    public static void Map(IEndpointRouteBuilder endpoints, FusionDatabase database, EssScheduler scheduler, TimeProvider clock)
    {
        endpoints.MapGet(Path + "/{id:long}", context => GetAsync(context, database, clock));
        endpoints.MapGet(Path, context => GetAllAsync(context, database, clock));
        endpoints.MapPost(Path + "/{id:long}/cancel", context => Cancel(context, database, scheduler, clock));
    }

    private static Task GetAsync(HttpContext context, FusionDatabase database, TimeProvider clock)
    {
        var call = Authorize(context);
        var request = database.Read(session => Visible(session, context, clock));
        return context.WriteJsonAsync(Json(request, Fields(call)), "application/json");
    }

    private static Task GetAllAsync(HttpContext context, FusionDatabase database, TimeProvider clock)
    {
        var call = Authorize(context);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        List<EssRequest> requests;
        if (call.Query("q") is { Length: > 0 } q)
        {
            // SCIM: attribute eq value, the value bare or in quotes.
            var match = Query().Match(q);
            if (!match.Success)
            {
                throw FusionProblem.BadRequest("The query parameter q cannot be read.", "q");
            }

            var id = long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
            requests = database.Read(session => match.Groups[1].Value == "absParentRequestId"
                ? EssStore.VisibleDescendants(session, id, now)
                : EssStore.VisibleChildren(session, id, now));
        }
        else
        {
            requests = database.Read(session => EssStore.Visible(session, now));
        }

        var (limit, offset) = (Page(call, "limit", 25), Page(call, "offset", 0));
        var items = requests.Skip(offset).Take(Math.Min(limit, 500)).Select(request => (JsonNode)Json(request, Fields(call))).ToArray();
        return context.WriteJsonAsync(
            new JsonObject { ["items"] = new JsonArray(items), ["count"] = items.Length, ["hasMore"] = offset + items.Length < requests.Count, ["limit"] = limit, ["offset"] = offset },
            "application/json");
    }

    private static Task Cancel(HttpContext context, FusionDatabase database, EssScheduler scheduler, TimeProvider clock)
    {
        Authorize(context);
        database.Write(session =>
        {
            var request = Visible(session, context, clock);
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            return EssTransitions.Allows(request.State, EssState.Cancelling)
                ? EssStore.Move(session, request, EssState.Cancelling, now, now)
                : throw FusionProblem.BadRequest($"The request {request.Id} is in the state {request.State.ToWire()} and cannot be cancelled.");
        });
        scheduler.Wake();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static FusionCall Authorize(HttpContext context)
    {
        var call = FusionCall.Of(context);
        call.Principal.Require(FusionPrivileges.Integration);
        return call;
    }

    private static EssRequest Visible(Session session, HttpContext context, TimeProvider clock)
    {
        var id = long.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);
        return EssStore.IsVisible(session, id, clock.GetUtcNow().ToUnixTimeMilliseconds()) && EssStore.Find(session, id) is { } request
            ? request
            : throw FusionProblem.NotFound();
    }

    private static string[]? Fields(FusionCall call) => call.Query("fields")?.Split(',', StringSplitOptions.TrimEntries);

    private static JsonObject Json(EssRequest request, string[]? fields)
    {
        var json = new JsonObject
        {
            ["requestId"] = request.Id,
            ["parentRequestId"] = request.ParentId,
            ["absParentRequestId"] = request.AbsParentId,
            ["jobDefinitionId"] = $"JobDefinition:/{request.Submission.Package}/{request.Submission.Definition}",
            ["jobDisplayName"] = EssJobs.Find(request.Submission.Definition).DisplayName,
            ["state"] = request.State.ToWire(),
            ["submitter"] = request.Submitter,
            ["submissionTime"] = Instant(request.SubmittedAt),
            ["processStartTime"] = Instant(request.StartedAt),
            ["completedTime"] = Instant(request.CompletedAt),
            ["requestParameters"] = new JsonArray([.. request.Submission.Arguments.Select((value, i) => (JsonNode)new JsonObject
            {
                ["name"] = string.Create(CultureInfo.InvariantCulture, $"submit.argument{i + 1}"), ["value"] = value, ["dataType"] = "STRING",
            })]),
        };
        foreach (var name in json.Select(static p => p.Key).Where(name => fields is null ? name == "requestParameters" : name != "requestId" && !fields.Contains(name)).ToList())
        {
            json.Remove(name);
        }

        return json;
    }

    private static string? Instant(long? at) => at is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : null;

    private static int Page(FusionCall call, string name, int otherwise) =>
        int.TryParse(call.Query(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    [GeneratedRegex("""^\s*(absParentRequestId|parentRequestId)\s+eq\s+['"]?(\d{1,18})['"]?\s*$""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Query();
}
