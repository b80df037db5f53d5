using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Syntra.Kafka.Embedded.Registry.Http;

/// <summary>/schemas: by id, and all of them. An id stays readable while any version carries it, soft-deleted ones included.</summary>
internal static class SchemaEndpoints
{
    public static void Map(IEndpointRouteBuilder app, RegistryService service)
    {
        app.MapGet("/", context => context.AnswerAsync(new JsonObject()));
        app.MapGet("/contexts", context => context.AnswerAsync(SubjectEndpoints.Texts(["."])));
        app.MapGet("/schemas", context => context.AnswerAsync(List(context, service)));
        app.MapGet("/schemas/types", context => context.AnswerAsync(SubjectEndpoints.Texts(["AVRO"])));
        app.MapGet("/schemas/ids/{id}", context => context.AnswerAsync(ById(context, service)));
        app.MapGet("/schemas/ids/{id}/schema", context => context.AnswerTextAsync(service.ById(Id(context), Visibility.All)[0].Schema));
        app.MapGet("/schemas/ids/{id}/subjects", context =>
            context.AnswerAsync(SubjectEndpoints.Texts(service.ById(Id(context), context.Visibility()).Select(schema => schema.Subject).Distinct(StringComparer.Ordinal))));
        app.MapGet("/schemas/ids/{id}/versions", context => context.AnswerAsync(new JsonArray(
            [.. service.ById(Id(context), context.Visibility()).Select(schema => new JsonObject { ["subject"] = schema.Subject, ["version"] = schema.Version })])));
    }

    private static JsonObject ById(HttpContext context, RegistryService service)
    {
        var schema = service.ById(Id(context), Visibility.All)[0];
        var json = new JsonObject { ["schema"] = schema.Schema };
        if (schema.References.Count > 0)
        {
            json["references"] = Log.LogFormat.References(schema.References);
        }

        if (context.Flag("fetchMaxId"))
        {
            json["maxId"] = service.State.MaxId;
        }

        return json;
    }

    private static JsonArray List(HttpContext context, RegistryService service)
    {
        var prefix = context.Request.Query["subjectPrefix"].ToString();
        var found = service.State.All(context.Visibility()).Where(schema => schema.Subject.StartsWith(prefix, StringComparison.Ordinal));
        if (context.Flag("latestOnly"))
        {
            found = found.GroupBy(schema => schema.Subject, StringComparer.Ordinal).Select(versions => versions.Last());
        }

        var (offset, limit) = (Number(context, "offset"), Number(context, "limit"));
        found = found.Skip(Math.Max(0, offset));
        return [.. (limit > 0 ? found.Take(limit) : found).Select(SubjectEndpoints.Describe)];
    }

    private static int Number(HttpContext context, string name) =>
        int.TryParse(context.Request.Query[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static int Id(HttpContext context) =>
        int.TryParse(context.Path("id"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? id : throw new RegistryException(404, "HTTP 404 Not Found");
}
