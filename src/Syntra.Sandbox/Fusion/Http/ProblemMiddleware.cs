using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Syntra.Sandbox.Fusion.Http;

/// <summary>Renders refusals: with details from framework version 4 on, as plain text before.</summary>
internal static class ProblemMiddleware
{
    private const int FirstVersionWithDetails = 4;

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (FusionProblem problem) when (!context.Response.HasStarted)
        {
            await RenderAsync(context, problem);
        }
        catch (Exception failure) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            // The boundary of the pod: a mistake of the sandbox itself is a 500 that says which.
            await RenderAsync(context, new FusionProblem(StatusCodes.Status500InternalServerError, $"JBO-29000: {failure.GetType().Name}: {failure.Message}"));
        }
    }

    private static Task RenderAsync(HttpContext context, FusionProblem problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"fusion\"";
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html><title>401--Unauthorized</title></html>", context.RequestAborted);
        }

        if (FusionCall.Of(context).FrameworkVersion < FirstVersionWithDetails)
        {
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync(problem.Message, context.RequestAborted);
        }

        var body = new JsonObject
        {
            ["title"] = ReasonPhrases.GetReasonPhrase(problem.Status),
            ["status"] = problem.Status.ToString(CultureInfo.InvariantCulture),
            ["o:errorDetails"] = new JsonArray(new JsonObject
            {
                ["detail"] = problem.Message,
                ["o:errorCode"] = problem.Code ?? "FND-EXTERNAL",
                ["o:errorPath"] = problem.ErrorPath is { } path ? "/" + path : null,
            }),
        };
        context.Response.ContentType = "application/vnd.oracle.adf.error+json";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
