using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Syntra.Sandbox.Fusion.Control;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Http;

/// <summary>Plays the faults that are set against HTTP calls, before the work or around its answer.</summary>
internal sealed class FaultMiddleware(FusionDatabase database, TimeProvider clock)
{
    private const string Garbage = "<html><body>Whoops, an unexpected page.</body>";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (FaultBoard.TakeForCall(database, FusionCall.Of(context)) is not var (kind, fault))
        {
            await next(context);
            return;
        }

        switch (kind)
        {
            case FaultKind.Status:
                await AnswerAsync(context, fault.Status, fault);
                break;
            case FaultKind.NoWork500:
                await AnswerAsync(context, StatusCodes.Status500InternalServerError, fault);
                break;
            case FaultKind.Garbage:
                await AnswerGarbageAsync(context);
                break;
            case FaultKind.DropBeforeWork:
                context.Abort();
                break;
            case FaultKind.Delay:
                await WaitAsync(fault, context.RequestAborted);
                await next(context);
                break;
            default:
                await PlayAfterWorkAsync(context, next, kind, fault);
                break;
        }
    }

    private async Task PlayAfterWorkAsync(HttpContext context, RequestDelegate next, FaultKind kind, Fault fault)
    {
        var wire = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await next(context);
        context.Response.Body = wire;
        context.Response.ContentLength = null;
        switch (kind)
        {
            case FaultKind.StatusAfterWork:
                await AnswerAsync(context, fault.Status, fault);
                return;
            case FaultKind.GarbageAfterWork:
                await AnswerGarbageAsync(context);
                return;
            case FaultKind.DropAfterWork:
                context.Abort();
                return;
            case FaultKind.HangAfterWork:
                await WaitAsync(fault, context.RequestAborted);
                await wire.WriteAsync(answer.ToArray(), context.RequestAborted);
                return;
            case FaultKind.MissingReqstId:
                await wire.WriteAsync(WithoutReqstId(answer.ToArray()), context.RequestAborted);
                return;
            default:
                throw new InvalidOperationException($"{kind} is not a fault of HTTP.");
        }
    }

    private static byte[] WithoutReqstId(byte[] answer)
    {
        var json = (JsonObject?)JsonNode.Parse(answer) ?? [];
        json.Remove("ReqstId");
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static Task AnswerAsync(HttpContext context, int status, Fault fault)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html";
        if (fault.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return context.Response.WriteAsync(fault.Body ?? string.Create(CultureInfo.InvariantCulture, $"<html><title>{status}</title></html>"), context.RequestAborted);
    }

    private static Task AnswerGarbageAsync(HttpContext context)
    {
        context.Response.StatusCode = HttpMethods.IsPost(context.Request.Method) ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(Garbage, context.RequestAborted);
    }

    private Task WaitAsync(Fault fault, CancellationToken cancellation) => Task.Delay(TimeSpan.FromSeconds(fault.Seconds), clock, cancellation);
}
