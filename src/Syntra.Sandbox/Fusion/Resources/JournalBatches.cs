using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Resources;

/// <summary>journalBatches: read, and delete while unposted. There is no create and no reverse; PATCH is not part of this pod.
/// Without orderBy the youngest batch comes first, so pages shift while batches are made.</summary>
internal sealed class JournalBatches(FusionDatabase database)
{
    public const string Name = "journalBatches";

    private sealed record Row(long Id, string BatchName, string? Description, string Period, string Source, string Status, long LedgerId);

    private static readonly ResourceView<Row> s_view = new(
        Name,
        new Dictionary<string, Func<Row, object?>>(StringComparer.Ordinal)
        {
            ["JeBatchId"] = static r => r.Id,
            ["BatchName"] = static r => r.BatchName,
            ["BatchDescription"] = static r => r.Description,
            ["AccountingPeriodName"] = static r => r.Period,
            ["UserJeSourceName"] = static r => r.Source,
            ["BatchStatus"] = static r => r.Status,
            ["Status"] = static r => r.Status,
            ["PostingStatus"] = static r => r.Status,
        },
        static r => r.Id.ToString(CultureInfo.InvariantCulture));

    public void Map(IEndpointRouteBuilder endpoints, string path)
    {
        endpoints.MapGet(path, GetAllAsync);
        endpoints.MapGet(path + "/{batchId:long}", GetAsync);
        endpoints.MapDelete(path + "/{batchId:long}", Delete);
        endpoints.MapPost(path, static _ => throw FusionProblem.BadRequest("Invalid operation create for the specified resource."));
        endpoints.MapPatch(path + "/{batchId:long}", static _ => throw FusionProblem.BadRequest("Invalid operation update for the specified resource."));
    }

    private Task GetAllAsync(HttpContext context)
    {
        var call = Authorize(context);
        if (call.Query("finder") is { } finder)
        {
            throw FusionProblem.BadRequest($"The finder {finder.Split(';')[0]} is not known to the resource {Name}.");
        }

        // The name's index answers the one query that every client asks before it sends anything twice.
        var prefix = s_view.Filter(call).RequiredPrefix("BatchName") ?? "";
        var rows = database.Read(session => session.Query(
            $"{Select} WHERE b.name >= @prefix AND b.name < @prefix || char(1114111) ORDER BY je_batch_id DESC", Read, ("@prefix", prefix)));
        return context.WriteJsonAsync(s_view.Page(call, rows.Where(row => call.Principal.Sees(row.LedgerId))), JsonAnswer.Collection);
    }

    private Task GetAsync(HttpContext context)
    {
        var call = Authorize(context);
        return context.WriteJsonAsync(s_view.Item(call, database.Read(session => Find(session, context, call))), JsonAnswer.Item);
    }

    private Task Delete(HttpContext context)
    {
        var call = Authorize(context);
        database.Write(session =>
        {
            var row = Find(session, context, call);
            if (row.Status != "U")
            {
                throw FusionProblem.BadRequest("The journal batch is posted and cannot be deleted.");
            }

            session.Execute("DELETE FROM gl_je_lines WHERE je_header_id IN (SELECT je_header_id FROM gl_je_headers WHERE je_batch_id = @id)", ("@id", row.Id));
            session.Execute("DELETE FROM gl_je_headers WHERE je_batch_id = @id", ("@id", row.Id));
            return session.Execute("DELETE FROM gl_je_batches WHERE je_batch_id = @id", ("@id", row.Id));
        });
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private const string Select = "SELECT je_batch_id, b.name, description, period_name, je_source, status, ledger_id FROM gl_je_batches b";

    private static FusionCall Authorize(HttpContext context)
    {
        var call = FusionCall.Of(context);
        call.Principal.Require(FusionPrivileges.GeneralLedger);
        return call;
    }

    private static Row Find(Session session, HttpContext context, FusionCall call) =>
        session.First(Select + " WHERE je_batch_id = @id", Read, ("@id", (string?)context.Request.RouteValues["batchId"])) is { } row && call.Principal.Sees(row.LedgerId)
            ? row
            : throw FusionProblem.NotFound();

    private static Row Read(SqliteDataReader r) =>
        new(r.GetInt64(0), r.GetString(1), r.Text(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetInt64(6));
}
