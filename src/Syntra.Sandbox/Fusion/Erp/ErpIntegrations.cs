using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Syntra.Sandbox.Fusion.Ess;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Erp;

/// <summary>The erpintegrations resource: operations by POST, finders by GET.</summary>
internal static class ErpIntegrations
{
    private static readonly FrozenDictionary<string, IErpOperation> s_operations =
        new IErpOperation[] { new UploadFileToUcm(), new SubmitEssJobRequest(), new ImportBulkData(), new GetEssJobStatus(), new DownloadEssJobExecutionDetails() }
            .ToFrozenDictionary(static o => o.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, IErpFinder> s_finders =
        new IErpFinder[] { new EssJobStatusFinder(), new EssExecutionDetailsFinder(), new EssJobExecutionDetailsFinder() }
            .ToFrozenDictionary(static f => f.Name, StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder endpoints, FusionDatabase database, EssScheduler scheduler, TimeProvider clock)
    {
        const string path = "/fscmRestApi/resources/{version:regex(^(11\\.13\\.18\\.05|latest)$)}/erpintegrations";
        endpoints.MapPost(path, context => PostAsync(context, database, scheduler, clock));
        endpoints.MapGet(path, context => GetAsync(context, database, clock));
    }

    private static Task PostAsync(HttpContext context, FusionDatabase database, EssScheduler scheduler, TimeProvider clock)
    {
        var call = FusionCall.Of(context);
        call.Principal.Require(FusionPrivileges.Integration);
        RequireJson(call);
        if (!s_operations.TryGetValue(call.Required("OperationName"), out var operation))
        {
            throw FusionProblem.BadRequest($"{call.Attribute("OperationName")} is not a valid value for the attribute OperationName.", "OperationName");
        }

        var result = operation.Prepare(call);
        var changes = database.Write(session => result(session, Now(clock)));
        scheduler.Wake();
        context.Response.StatusCode = StatusCodes.Status201Created;
        return context.WriteJsonAsync(Echo(call, changes), JsonAnswer.Item);
    }

    private static Task GetAsync(HttpContext context, FusionDatabase database, TimeProvider clock)
    {
        var call = FusionCall.Of(context);
        call.Principal.Require(FusionPrivileges.Integration);
        var arguments = FinderArguments.Parse(call.Query("finder"));
        if (!s_finders.TryGetValue(arguments.Finder, out var finder))
        {
            throw FusionProblem.BadRequest($"The finder {arguments.Finder} is not known to the resource erpintegrations.");
        }

        var requestId = arguments.RequiredNumber("requestId");
        var item = database.Read(session => EssStore.IsVisible(session, requestId, Now(clock)) ? finder.Find(session, requestId, arguments, Now(clock)) : null);
        var items = item is null ? new JsonArray() : [item];
        return context.WriteJsonAsync(
            new JsonObject { ["items"] = items, ["count"] = items.Count, ["hasMore"] = false, ["limit"] = 25, ["offset"] = 0, ["links"] = new JsonArray() },
            JsonAnswer.Collection);
    }

    private static void RequireJson(FusionCall call)
    {
        var type = (call.Context.Request.ContentType ?? "").Split(';')[0].Trim();
        if (type is not ("application/json" or JsonAnswer.Item))
        {
            throw new FusionProblem(StatusCodes.Status415UnsupportedMediaType, "Unsupported Media Type");
        }

        if (call.Attributes is null)
        {
            throw FusionProblem.BadRequest(call.Body.Length == 0 ? "The request body is empty." : "The request body is not a JSON object.");
        }
    }

    /// <summary>The answer repeats the attributes that were sent; the content is left out.</summary>
    private static JsonObject Echo(FusionCall call, JsonObject changes)
    {
        var body = new JsonObject();
        foreach (var property in call.Attributes!.Value.EnumerateObject())
        {
            body[property.Name] = property.NameEquals("DocumentContent"u8) ? null : JsonSerializer.SerializeToNode(property.Value);
        }

        foreach (var (name, value) in changes)
        {
            body[name] = value?.DeepClone();
        }

        body["links"] = new JsonArray();
        return body;
    }

    private static long Now(TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
