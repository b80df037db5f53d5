using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Syntra.Kafka.Embedded.Registry.Http;

/// <summary>/subjects: list, register, look up, read, delete.</summary>
internal static class SubjectEndpoints
{
    public static void Map(IEndpointRouteBuilder app, RegistryService service)
    {
        app.MapGet("/subjects", context => ListAsync(context, service));
        app.MapPost("/subjects/{subject}", context => LookupAsync(context, service));
        app.MapDelete("/subjects/{subject}", context => DeleteAsync(context, service));
        app.MapGet("/subjects/{subject}/versions", context =>
            context.AnswerAsync(Numbers(service.Versions(context.Path("subject"), context.Visibility()).Select(schema => schema.Version))));
        app.MapPost("/subjects/{subject}/versions", context => RegisterAsync(context, service));
        app.MapGet("/subjects/{subject}/versions/{version}", context => context.AnswerAsync(Describe(Version(context, service))));
        app.MapGet("/subjects/{subject}/versions/{version}/schema", context => context.AnswerTextAsync(Version(context, service).Schema));
        app.MapGet("/subjects/{subject}/versions/{version}/referencedby", context =>
            context.AnswerAsync(Numbers(service.ReferencedBy(service.Version(context.Path("subject"), context.Path("version"), Visibility.All)))));
        app.MapDelete("/subjects/{subject}/versions/{version}", context => DeleteVersionAsync(context, service));
    }

    /// <summary>A version as the API shows it.</summary>
    public static JsonObject Describe(RegisteredSchema schema)
    {
        var json = new JsonObject { ["subject"] = schema.Subject, ["version"] = schema.Version, ["id"] = schema.Id };
        if (schema.References.Count > 0)
        {
            json["references"] = Log.LogFormat.References(schema.References);
        }

        json["schema"] = schema.Schema;
        return json;
    }

    public static JsonArray Numbers(IEnumerable<int> numbers) => [.. numbers.Select(number => JsonValue.Create(number))];

    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static Task ListAsync(HttpContext context, RegistryService service)
    {
        var prefix = context.Request.Query["subjectPrefix"].ToString();
        prefix = prefix == ":*:" ? "" : prefix;
        return context.AnswerAsync(Texts(service.State.Subjects(context.Visibility()).Where(subject => subject.StartsWith(prefix, StringComparison.Ordinal))));
    }

    private static async Task LookupAsync(HttpContext context, RegistryService service)
    {
        var (text, references) = await context.SchemaBodyAsync().ConfigureAwait(false);
        await context.AnswerAsync(Describe(service.Lookup(context.Path("subject"), text, references, context.Visibility()))).ConfigureAwait(false);
    }

    private static async Task RegisterAsync(HttpContext context, RegistryService service)
    {
        var (text, references) = await context.SchemaBodyAsync().ConfigureAwait(false);
        var registered = await service.RegisterAsync(context.Path("subject"), text, references, context.RequestAborted).ConfigureAwait(false);
        await context.AnswerAsync(new JsonObject { ["id"] = registered.Id }).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(HttpContext context, RegistryService service) =>
        await context.AnswerAsync(Numbers(
            await service.DeleteSubjectAsync(context.Path("subject"), context.Flag("permanent"), context.RequestAborted).ConfigureAwait(false))).ConfigureAwait(false);

    private static async Task DeleteVersionAsync(HttpContext context, RegistryService service) =>
        await context.AnswerAsync(JsonValue.Create(
            await service.DeleteVersionAsync(context.Path("subject"), context.Path("version"), context.Flag("permanent"), context.RequestAborted).ConfigureAwait(false))).ConfigureAwait(false);

    private static RegisteredSchema Version(HttpContext context, RegistryService service) =>
        service.Version(context.Path("subject"), context.Path("version"), context.Visibility());
}
