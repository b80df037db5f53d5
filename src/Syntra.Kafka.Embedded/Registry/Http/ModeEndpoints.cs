using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Syntra.Kafka.Embedded.Registry.Http;

/// <summary>/mode: whether writes are taken, global and by subject. IMPORT is refused.</summary>
internal static class ModeEndpoints
{
    public static void Map(IEndpointRouteBuilder app, RegistryService service)
    {
        app.MapGet("/mode", context => context.AnswerAsync(Mode(service.EffectiveMode(""))));
        app.MapPut("/mode", context => SetAsync(context, service, ""));
        app.MapDelete("/mode", context => ClearAsync(context, service, ""));
        app.MapGet("/mode/{subject}", context => context.AnswerAsync(Mode(Read(context, service))));
        app.MapPut("/mode/{subject}", context => SetAsync(context, service, context.Path("subject")));
        app.MapDelete("/mode/{subject}", context => ClearAsync(context, service, context.Path("subject")));
    }

    private static JsonObject Mode(RegistryMode mode) => new() { ["mode"] = mode.Name() };

    private static RegistryMode Read(HttpContext context, RegistryService service)
    {
        var subject = context.Path("subject");
        return context.Flag("defaultToGlobal")
            ? service.EffectiveMode(subject)
            : service.State.Mode(subject) ?? throw RegistryException.NoSubjectMode(subject);
    }

    private static async Task SetAsync(HttpContext context, RegistryService service, string subject)
    {
        var body = await context.BodyAsync().ConfigureAwait(false);
        var mode = RegistryModes.TryParse(Json.Text(body["mode"]), out var parsed) ? parsed : throw RegistryException.InvalidMode();
        if (mode == RegistryMode.Import)
        {
            throw RegistryException.NotPermitted("IMPORT mode is not supported here");
        }

        await service.SetModeAsync(subject, mode, context.RequestAborted).ConfigureAwait(false);
        await context.AnswerAsync(Mode(mode)).ConfigureAwait(false);
    }

    private static async Task ClearAsync(HttpContext context, RegistryService service, string subject) =>
        await context.AnswerAsync(Mode(await service.SetModeAsync(subject, null, context.RequestAborted).ConfigureAwait(false))).ConfigureAwait(false);
}
