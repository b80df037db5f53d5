using Microsoft.AspNetCore.Http;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Assets;
using Syntra.Sandbox.Fusion.Objects.Customers;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Objects.Calls;

/// <summary>Answers calls of object resources; passes the others on.</summary>
internal sealed class ObjectMiddleware(ObjectRouter router, ObjectStore store, CustomerAccountService accounts, AssetTransactions assets)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "";
        if (path == CustomerAccountService.Path)
        {
            await accounts.InvokeAsync(context);
            return;
        }

        if (router.Split(path) is not var (api, root, parts))
        {
            await next(context);
            return;
        }

        var call = FusionCall.Of(context);
        if (parts is ["erpintegrations"] && !AssetTransactions.IsFor(call))
        {
            await next(context);
            return;
        }

        call.Principal.Require(FusionPrivileges.Objects);
        var request = Read(context, call, root, parts);
        var isBatch = parts.Length == 0;
        if (isBatch && (request.Method != "POST" || request.ContentType != Batch.MediaType))
        {
            throw FusionProblem.NotFound();
        }

        var answer = await store.RunAsync(transaction => parts is ["erpintegrations"] ? assets.Handle(request, transaction) : isBatch ? new Batch(api, request, router, transaction).Handle() : router.Handle(api, request, transaction));
        await WriteAsync(context, answer);
    }

    private static ObjectRequest Read(HttpContext context, FusionCall call, string root, string[] parts)
    {
        var http = context.Request;
        var type = (http.ContentType ?? "").Split(';')[0].Trim();
        if (http.Method is "POST" or "PATCH" && type is not ("application/json" or JsonAnswer.Item or "application/vnd.oracle.adf.action+json" or Batch.MediaType))
        {
            throw new FusionProblem(StatusCodes.Status415UnsupportedMediaType, "Unsupported Media Type");
        }

        return new ObjectRequest(http.Method, parts, http.Query.ToDictionary(static q => q.Key, static q => q.Value.ToString(), StringComparer.Ordinal), call.Attributes, call.Principal)
        {
            Base = $"{http.Scheme}://{http.Host}{root}",
            FrameworkVersion = call.FrameworkVersion,
            ContentType = type,
            Upsert = http.Headers.TryGetValue("Upsert-Mode", out var upsert) && upsert == "true",
            IfMatch = http.Headers.IfMatch.ToString() is { Length: > 0 } etag ? etag : null,
            EffectiveOf = http.Headers.TryGetValue("Effective-Of", out var range) ? range.ToString() : null,
        };
    }

    private static Task WriteAsync(HttpContext context, ObjectAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        if (answer.ETag is { } etag)
        {
            context.Response.Headers.ETag = etag;
        }

        return answer.Body is { } body ? context.WriteJsonAsync(body, JsonAnswer.Item) : Task.CompletedTask;
    }
}
