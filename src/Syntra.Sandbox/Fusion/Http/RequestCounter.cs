using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Http;

/// <summary>Counts calls by operation and status for /sandbox/stats; status 0 is a connection that was cut. What a kill finds unwritten is not counted.</summary>
internal sealed class RequestCounter(FusionDatabase database)
{
    private readonly ConcurrentDictionary<(string Operation, int Status), long> _counts = new();

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        using var call = await FusionCall.ReadAsync(context);
        try
        {
            await next(context);
        }
        finally
        {
            var status = context.RequestAborted.IsCancellationRequested ? 0 : context.Response.StatusCode;
            _counts.AddOrUpdate((OperationOf(call), status), 1, static (_, count) => count + 1);
        }
    }

    /// <summary>Adds what was counted to what the database has.</summary>
    public void Flush()
    {
        var taken = new List<(string Operation, int Status, long Count)>();
        foreach (var key in _counts.Keys)
        {
            if (_counts.TryRemove(key, out var count))
            {
                taken.Add((key.Operation, key.Status, count));
            }
        }

        if (taken.Count > 0)
        {
            database.Write(session => taken.Sum(t => session.Execute(
                "INSERT INTO sandbox_request_count VALUES (@operation, @status, @count) ON CONFLICT DO UPDATE SET count = count + excluded.count",
                ("@operation", t.Operation), ("@status", t.Status), ("@count", t.Count))));
        }
    }

    private static string OperationOf(FusionCall call)
    {
        var first = call.Label;
        return first.StartsWith('/') ? $"{call.Context.Request.Method} {first.Split('/').Last(static part => part.Length > 0 && !char.IsAsciiDigit(part[0]))}" : first;
    }
}
