using Microsoft.AspNetCore.Http;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Http;

/// <summary>Counts calls by operation and status for /sandbox/stats; status 0 is a connection that was cut.</summary>
internal sealed class RequestCounter(FusionDatabase database)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var call = await FusionCall.ReadAsync(context);
        try
        {
            await next(context);
        }
        finally
        {
            var status = context.RequestAborted.IsCancellationRequested ? 0 : context.Response.StatusCode;
            database.Write(session => session.Execute(
                "INSERT INTO sandbox_request_count VALUES (@operation, @status, 1) ON CONFLICT DO UPDATE SET count = count + 1",
                ("@operation", OperationOf(call)), ("@status", status)));
        }
    }

    private static string OperationOf(FusionCall call)
    {
        var first = call.Labels[0];
        return first.StartsWith('/') ? $"{call.Context.Request.Method} {first.Split('/').Last(static part => part.Length > 0 && !char.IsAsciiDigit(part[0]))}" : first;
    }
}
