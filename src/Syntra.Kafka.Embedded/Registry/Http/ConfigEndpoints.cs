using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Syntra.Avro.Compatibility;

namespace Syntra.Kafka.Embedded.Registry.Http;

/// <summary>/config: compatibility modes, global and by subject.</summary>
internal static class ConfigEndpoints
{
    public static void Map(IEndpointRouteBuilder app, RegistryService service)
    {
        app.MapGet("/config", context => context.AnswerAsync(Level(service.EffectiveLevel(""))));
        app.MapPut("/config", context => SetAsync(context, service, ""));
        app.MapDelete("/config", context => ClearAsync(context, service, ""));
        app.MapGet("/config/{subject}", context => context.AnswerAsync(Level(Read(context, service))));
        app.MapPut("/config/{subject}", context => SetAsync(context, service, context.Path("subject")));
        app.MapDelete("/config/{subject}", context => ClearAsync(context, service, context.Path("subject")));
    }

    private static JsonObject Level(CompatibilityMode level) => new() { ["compatibilityLevel"] = level.Name() };

    private static CompatibilityMode Read(HttpContext context, RegistryService service)
    {
        var subject = context.Path("subject");
        return context.Flag("defaultToGlobal")
            ? service.EffectiveLevel(subject)
            : service.State.Level(subject) ?? throw RegistryException.NoSubjectLevel(subject);
    }

    private static async Task SetAsync(HttpContext context, RegistryService service, string subject)
    {
        var body = await context.BodyAsync().ConfigureAwait(false);
        var level = CompatibilityModes.TryParse(Json.Text(body["compatibility"]), out var parsed) ? parsed : throw RegistryException.InvalidLevel();
        await service.SetLevelAsync(subject, level, context.RequestAborted).ConfigureAwait(false);
        await context.AnswerAsync(new JsonObject { ["compatibility"] = level.Name() }).ConfigureAwait(false);
    }

    private static async Task ClearAsync(HttpContext context, RegistryService service, string subject) =>
        await context.AnswerAsync(Level(await service.ClearLevelAsync(subject, context.RequestAborted).ConfigureAwait(false))).ConfigureAwait(false);
}
