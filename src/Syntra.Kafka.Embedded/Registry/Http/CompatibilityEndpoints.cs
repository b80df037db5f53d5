using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Syntra.Kafka.Embedded.Registry.Http;

/// <summary>/compatibility: whether a schema could be registered, without registering it.</summary>
internal static class CompatibilityEndpoints
{
    public static void Map(IEndpointRouteBuilder app, RegistryService service)
    {
        app.MapPost("/compatibility/subjects/{subject}/versions", context => TestAsync(context, service, version: null));
        app.MapPost("/compatibility/subjects/{subject}/versions/{version}", context => TestAsync(context, service, context.Path("version")));
    }

    private static async Task TestAsync(HttpContext context, RegistryService service, string? version)
    {
        var (text, references) = await context.SchemaBodyAsync().ConfigureAwait(false);
        var conflicts = service.TestCompatibility(context.Path("subject"), version, text, references);
        var answer = new JsonObject { ["is_compatible"] = conflicts.Count == 0 };
        if (context.Flag("verbose"))
        {
            answer["messages"] = SubjectEndpoints.Texts(conflicts);
        }

        await context.AnswerAsync(answer).ConfigureAwait(false);
    }
}
