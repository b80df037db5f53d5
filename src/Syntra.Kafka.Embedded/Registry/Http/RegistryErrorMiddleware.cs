using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Syntra.Kafka.Embedded.Registry.Http;

/// <summary>Errors as {error_code, message}, also for paths and methods that do not exist.</summary>
internal sealed class RegistryErrorMiddleware(RequestDelegate next, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<RegistryErrorMiddleware>();

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (!context.Response.HasStarted && context.Response.StatusCode is 404 or 405)
            {
                await WriteAsync(context, context.Response.StatusCode, context.Response.StatusCode, $"HTTP {context.Response.StatusCode}").ConfigureAwait(false);
            }
        }
        catch (RegistryException e)
        {
            await WriteAsync(context, e.Status, e.Code, e.Message).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            await WriteAsync(context, e.StatusCode, e.StatusCode, e.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            _logger.LogDebug("the client went away");
        }
        catch (Exception e)
        {
            // The boundary to HTTP: whatever else went wrong is an error of ours, and the registry goes on.
            _logger.LogError(e, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            await WriteAsync(context, 500, 50001, "Error in the backend data store").ConfigureAwait(false);
        }
    }

    private static Task WriteAsync(HttpContext context, int status, int code, string message)
    {
        if (context.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        context.Response.StatusCode = status;
        return context.AnswerAsync(new JsonObject { ["error_code"] = code, ["message"] = message });
    }
}
