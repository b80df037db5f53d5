using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Cerner.Fhir.Store;

namespace Syntra.Sandbox.Cerner.Fhir.Hooks;

/// <summary>Bundles of the R5 backport on R4: a Parameters with the status first, numbers as strings.</summary>
internal static class Notice
{
    internal static JsonObject Of(string kind, StoredSubscription subscription, IReadOnlyList<(StoredEvent Event, StoredResource? State)> events, string root, string? content, DateTimeOffset at, string type = "history")
    {
        var parameters = new JsonArray(
            Parameter("subscription", "valueReference", new JsonObject { ["reference"] = $"{root}/Subscription/{subscription.Id}" }),
            Parameter("topic", "valueCanonical", subscription.Topic),
            Parameter("status", "valueCode", subscription.Status),
            Parameter("type", "valueCode", kind),
            Parameter("events-since-subscription-start", "valueString", Text(Count(kind, subscription, events))));
        var entries = new JsonArray(new JsonObject
        {
            ["fullUrl"] = "urn:sandbox:status:" + subscription.Id,
            ["resource"] = new JsonObject { ["resourceType"] = "Parameters", ["id"] = "status-" + subscription.Id, ["parameter"] = parameters },
            ["request"] = new JsonObject { ["method"] = "GET", ["url"] = $"{root}/Subscription/{subscription.Id}/$status" },
            ["response"] = new JsonObject { ["status"] = "200" },
        });
        var show = content ?? subscription.Content;
        foreach (var (happened, state) in events)
        {
            parameters.Add((JsonNode)Event(happened, root, show));
            if (show != "empty")
            {
                entries.Add((JsonNode)Entry(happened, show == "full-resource" ? state : null, root));
            }
        }

        return new JsonObject { ["resourceType"] = "Bundle", ["type"] = type, ["timestamp"] = StoredResource.Text(at), ["entry"] = entries };
    }

    // A notification tells the count up to itself; a status or a heartbeat tells all of it.
    private static long Count(string kind, StoredSubscription subscription, IReadOnlyList<(StoredEvent Event, StoredResource? State)> events) =>
        kind == "event-notification" && events.Count > 0 ? events.Max(e => e.Event.Number) : subscription.Count;

    private static JsonObject Event(StoredEvent happened, string root, string content)
    {
        var parts = new JsonArray(
            Parameter("event-number", "valueString", Text(happened.Number)), Parameter("timestamp", "valueInstant", StoredResource.Text(happened.At)));
        if (content != "empty")
        {
            parts.Add((JsonNode)Parameter("focus", "valueReference", new JsonObject { ["reference"] = $"{root}/{happened.Type}/{happened.Id}" }));
        }

        return new JsonObject { ["name"] = "notification-event", ["part"] = parts };
    }

    private static JsonObject Entry(StoredEvent happened, StoredResource? state, string root)
    {
        var entry = new JsonObject { ["fullUrl"] = $"{root}/{happened.Type}/{happened.Id}" };
        if (state is { IsDeleted: false })
        {
            entry["resource"] = JsonNode.Parse(state.Body);
        }

        entry["request"] = new JsonObject { ["method"] = happened.Method, ["url"] = $"{happened.Type}/{happened.Id}" };
        entry["response"] = new JsonObject { ["status"] = happened.Method switch { "POST" => "201", "DELETE" => "204", _ => "200" } };
        return entry;
    }

    private static JsonObject Parameter(string name, string element, JsonNode value) => new() { ["name"] = name, [element] = value };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
