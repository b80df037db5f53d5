using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Syntra.Sandbox.Cerner.Fhir.Hooks;
using Syntra.Sandbox.Cerner.Fhir.Store;

namespace Syntra.Sandbox.Cerner.Fhir.Http;

/// <summary>The FHIR interactions under <c>/r4/{tenant}</c>.</summary>
internal sealed class FhirEndpoints(
    FhirSandboxOptions options, ResourceStore resources, SubscriptionStore subscriptions, TokenOffice office, SearchPages pages, HookSender sender, Func<string> rootOf)
{
    internal void Map(IEndpointRouteBuilder endpoints)
    {
        var prefix = "/r4/" + options.Tenant;
        endpoints.MapGet(prefix + "/metadata", context => FhirAnswer.WriteAsync(context, Capabilities.Of(options, pages)));
        endpoints.MapGet(prefix + "/.well-known/smart-configuration", context => FhirAnswer.WriteAsync(context, SmartConfiguration(context), contentType: "application/json"));
        // The signed event source beside it signs clients in at the same office, and says so below its own address.
        endpoints.MapGet("/v1/events/.well-known/smart-configuration", context => FhirAnswer.WriteAsync(context, SmartConfiguration(context), contentType: "application/json"));
        endpoints.MapPost("/auth/token", office.GrantAsync);
        endpoints.MapGet(prefix, context => GuardAsync(context, null, () => SearchAsync(context, () => pages.Next(context.Request.Query["pageContext"].ToString()))));
        endpoints.MapPost(prefix + "/Subscription", context => SubscribeAsync(context, id: null));
        endpoints.MapPut(prefix + "/Subscription/{id}", context => SubscribeAsync(context, Route(context, "id")));
        endpoints.MapGet(prefix + "/Subscription/{id}", context => GuardAsync(context, "Subscription", () => WithSubscriptionAsync(context, s => Shown(s))));
        endpoints.MapGet(prefix + "/Subscription/{id}/$status", context => GuardAsync(context, "Subscription", () => WithSubscriptionAsync(
            context, s => Notice.Of("query-status", s, [], rootOf(), null, options.TimeProvider.GetUtcNow(), "searchset"))));
        endpoints.MapGet(prefix + "/Subscription/{id}/$events", context => GuardAsync(context, "Subscription", () => EventsAsync(context)));
        endpoints.MapGet(prefix + "/{type}", context => GuardAsync(context, Route(context, "type"), () => SearchAsync(context, () => pages.Begin(Route(context, "type"), context.Request.Query))));
        endpoints.MapGet(prefix + "/{type}/{id}", context => GuardAsync(context, Route(context, "type"), () => ReadAsync(context)));
        endpoints.MapGet(prefix + "/{type}/{id}/_history", context => GuardAsync(context, Route(context, "type"), () => HistoryAsync(context)));
        endpoints.MapGet(prefix + "/{type}/{id}/_history/{version:long}", context => GuardAsync(context, Route(context, "type"), () => VersionAsync(context)));
        // Of the real server: a wrong tenant is 403, not 404.
        endpoints.Map("/r4/{**path}", context => FhirAnswer.OutcomeAsync(context, StatusCodes.Status403Forbidden, "forbidden", "Tenant not valid or accessible."));
    }

    private static string Route(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    private static JsonObject SmartConfiguration(HttpContext context) => new()
    {
        ["token_endpoint"] = $"{context.Request.Scheme}://{context.Request.Host}/auth/token",
        ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt"),
        ["token_endpoint_auth_signing_alg_values_supported"] = new JsonArray("RS384", "ES384"),
        ["grant_types_supported"] = new JsonArray("client_credentials"),
        ["capabilities"] = new JsonArray("client-confidential-asymmetric", "permission-v1", "permission-v2"),
    };

    private Task GuardAsync(HttpContext context, string? type, Func<Task> work) => office.Check(context, type) switch
    {
        StatusCodes.Status401Unauthorized => FhirAnswer.OutcomeAsync(context, StatusCodes.Status401Unauthorized, "login", "No token, or one that is over."),
        StatusCodes.Status403Forbidden => FhirAnswer.OutcomeAsync(context, StatusCodes.Status403Forbidden, "forbidden", "The token has no scope for it."),
        _ => work(),
    };

    private static async Task SearchAsync(HttpContext context, Func<JsonObject> page)
    {
        JsonObject bundle;
        try
        {
            bundle = page();
        }
        catch (SearchRefusedException refused)
        {
            await FhirAnswer.OutcomeAsync(context, refused.Status, refused.Code, refused.Message);
            return;
        }

        await FhirAnswer.WriteAsync(context, bundle);
    }

    private Task ReadAsync(HttpContext context) => resources.Find(Route(context, "type"), Route(context, "id")) switch
    {
        null => FhirAnswer.OutcomeAsync(context, StatusCodes.Status404NotFound, "not-found", "There is none."),
        { IsDeleted: true } => FhirAnswer.OutcomeAsync(context, StatusCodes.Status410Gone, "deleted", "It was deleted."),
        { } found => ShowAsync(context, found),
    };

    private Task VersionAsync(HttpContext context)
    {
        var version = long.Parse(Route(context, "version"), CultureInfo.InvariantCulture);
        return resources.Version(Route(context, "type"), Route(context, "id"), version) is { IsDeleted: false } found
            ? ShowAsync(context, found)
            : FhirAnswer.OutcomeAsync(context, StatusCodes.Status404NotFound, "not-found", "There is none.");
    }

    private static Task ShowAsync(HttpContext context, StoredResource found)
    {
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"W/\"{found.Version}\"");
        context.Response.Headers.LastModified = found.Updated.ToString("R", CultureInfo.InvariantCulture);
        return FhirAnswer.WriteAsync(context, Encoding.UTF8.GetBytes(found.Body));
    }

    private Task HistoryAsync(HttpContext context)
    {
        var entries = resources.History(Route(context, "type"), Route(context, "id")).Select(v => (JsonNode)new JsonObject
        {
            ["fullUrl"] = $"{rootOf()}/{v.Type}/{v.Id}", ["resource"] = v.IsDeleted ? null : JsonNode.Parse(v.Body),
            ["request"] = new JsonObject { ["method"] = v.IsDeleted ? "DELETE" : v.Version == 1 ? "POST" : "PUT", ["url"] = $"{v.Type}/{v.Id}" },
        });
        return FhirAnswer.WriteAsync(context, new JsonObject { ["resourceType"] = "Bundle", ["type"] = "history", ["entry"] = new JsonArray([.. entries]) });
    }

    private async Task SubscribeAsync(HttpContext context, string? id)
    {
        if (office.Check(context, "Subscription") != StatusCodes.Status200OK)
        {
            await FhirAnswer.OutcomeAsync(context, StatusCodes.Status401Unauthorized, "login", "No token, or no scope.");
            return;
        }

        JsonObject? resource;
        try
        {
            resource = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            resource = null;
        }

        if (resource is null || (string?)resource["resourceType"] != "Subscription" || (string?)resource["channel"]?["type"] != "rest-hook"
            || !Uri.TryCreate((string?)resource["channel"]?["endpoint"], UriKind.Absolute, out _))
        {
            await FhirAnswer.OutcomeAsync(context, StatusCodes.Status422UnprocessableEntity, "business-rule", "A Subscription with a rest-hook channel is wanted.");
            return;
        }

        var made = subscriptions.Create(resource, id ?? (subscriptions.All().Count + 1).ToString(CultureInfo.InvariantCulture));
        sender.Wake();
        context.Response.Headers.Location = $"{rootOf()}/Subscription/{made.Id}";
        await FhirAnswer.WriteAsync(context, Shown(made), StatusCodes.Status201Created);
    }

    private Task WithSubscriptionAsync(HttpContext context, Func<StoredSubscription, JsonObject> show) =>
        subscriptions.Find(Route(context, "id")) is { } found
            ? FhirAnswer.WriteAsync(context, show(found))
            : FhirAnswer.OutcomeAsync(context, StatusCodes.Status404NotFound, "not-found", "There is none.");

    private Task EventsAsync(HttpContext context)
    {
        if (!options.OffersEvents)
        {
            return FhirAnswer.OutcomeAsync(context, StatusCodes.Status404NotFound, "not-supported", "The operation is not offered.");
        }

        long Number(string name, long otherwise) => long.TryParse(context.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : otherwise;
        var content = context.Request.Query["content"].ToString();
        return WithSubscriptionAsync(context, subscription =>
        {
            var events = subscriptions.Events(subscription.Id, subscription.Generation, Number("eventsSinceNumber", 1), Number("eventsUntilNumber", subscription.Count));
            List<(StoredEvent, StoredResource?)> shown = [.. events.Select(e => (e, resources.Version(e.Type, e.Id, e.Version)))];
            return Notice.Of("query-event", subscription, shown, rootOf(), content.Length > 0 ? content : null, options.TimeProvider.GetUtcNow());
        });
    }

    private static JsonObject Shown(StoredSubscription subscription)
    {
        var body = (JsonObject)JsonNode.Parse(subscription.Body)!;
        body["status"] = subscription.Status;
        return body;
    }
}
