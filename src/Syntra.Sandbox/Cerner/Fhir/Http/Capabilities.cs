using System.Text.Json.Nodes;

namespace Syntra.Sandbox.Cerner.Fhir.Http;

/// <summary>The CapabilityStatement: what the sandbox really does, and nothing beyond.</summary>
internal static class Capabilities
{
    private static readonly string[] Types =
        ["Account", "ChargeItem", "Coverage", "Device", "Encounter", "Location", "Organization", "Patient", "Practitioner", "PractitionerRole", "SupplyRequest"];

    internal static JsonObject Of(FhirSandboxOptions options, SearchPages pages)
    {
        var list = new JsonArray([.. Types.Select(type => (JsonNode)new JsonObject
        {
            ["type"] = type,
            ["interaction"] = new JsonArray([.. new[] { "read", "vread", "search-type", "history-instance" }.Select(Code)]),
            ["searchParam"] = new JsonArray([.. SearchQuery.Elements.Keys.Concat(pages.HasWindows(type) ? ["_lastUpdated", "_count"] : ["_count"]).Select(name => (JsonNode)new JsonObject { ["name"] = name })]),
        })]);
        var operations = options.OffersEvents ? new[] { "status", "events" } : ["status"];
        list.Add((JsonNode)new JsonObject
        {
            ["type"] = "Subscription", ["interaction"] = new JsonArray([.. new[] { "read", "create", "update" }.Select(Code)]),
            ["operation"] = new JsonArray([.. operations.Select(o => (JsonNode)new JsonObject { ["name"] = o })]),
        });
        return new JsonObject
        {
            ["resourceType"] = "CapabilityStatement", ["status"] = "active", ["fhirVersion"] = "4.0.1", ["kind"] = "instance", ["format"] = new JsonArray("json"),
            ["rest"] = new JsonArray(new JsonObject { ["mode"] = "server", ["resource"] = list }),
        };
    }

    private static JsonNode Code(string code) => new JsonObject { ["code"] = code };
}
