using System.Text.Json;
using System.Text.Json.Nodes;
using Syntra.Avro.Compatibility;

namespace Syntra.Kafka.Embedded.Registry.Log;

/// <summary>Kinds of records that the registry acts on.</summary>
internal enum LogKeyKind
{
    Schema,
    Config,
    Mode,
    DeleteSubject,
    ClearSubject,
}

/// <summary>Key of a record; the subject is empty for what is global.</summary>
internal sealed record LogKey(LogKeyKind Kind, string Subject, int Version);

/// <summary>Keys and values of the topic <c>_schemas</c> as Confluent's registry writes them (JSON texts).</summary>
internal static class LogFormat
{
    public const string NoopKey = """{"keytype":"NOOP","magic":0}""";

    public static string SchemaKey(string subject, int version) =>
        Json.Write(new JsonObject { ["keytype"] = "SCHEMA", ["subject"] = subject, ["version"] = version, ["magic"] = 1 });

    public static string ConfigKey(string subject) =>
        Json.Write(new JsonObject { ["keytype"] = "CONFIG", ["subject"] = subject.Length == 0 ? null : subject, ["magic"] = 0 });

    public static string ModeKey(string subject) =>
        Json.Write(new JsonObject { ["keytype"] = "MODE", ["subject"] = subject.Length == 0 ? null : subject, ["magic"] = 0 });

    public static string DeleteSubjectKey(string subject) => Json.Write(new JsonObject { ["keytype"] = "DELETE_SUBJECT", ["subject"] = subject, ["magic"] = 0 });

    public static string SchemaValue(RegisteredSchema schema)
    {
        var value = new JsonObject { ["subject"] = schema.Subject, ["version"] = schema.Version, ["id"] = schema.Id };
        if (schema.References.Count > 0)
        {
            value["references"] = References(schema.References);
        }

        value["schema"] = schema.Schema;
        value["deleted"] = schema.Deleted;
        return Json.Write(value);
    }

    public static string ConfigValue(CompatibilityMode level) => Json.Write(new JsonObject { ["compatibilityLevel"] = level.Name() });

    public static string ModeValue(RegistryMode mode) => Json.Write(new JsonObject { ["mode"] = mode.Name() });

    public static string DeleteSubjectValue(string subject, int version) => Json.Write(new JsonObject { ["subject"] = subject, ["version"] = version });

    public static JsonArray References(IEnumerable<SchemaReference> references) =>
        [.. references.Select(reference => new JsonObject { ["name"] = reference.Name, ["subject"] = reference.Subject, ["version"] = reference.Version })];

    /// <summary>The key, or null for a kind that we do not act on (NOOP, CONTEXT ...).</summary>
    public static LogKey? ReadKey(string key)
    {
        var json = Parse(key);
        LogKeyKind? kind = Json.Text(json?["keytype"]) switch
        {
            "SCHEMA" => LogKeyKind.Schema,
            "CONFIG" => LogKeyKind.Config,
            "MODE" => LogKeyKind.Mode,
            "DELETE_SUBJECT" => LogKeyKind.DeleteSubject,
            "CLEAR_SUBJECT" => LogKeyKind.ClearSubject,
            _ => null,
        };
        return kind is { } known ? new LogKey(known, Json.Text(json?["subject"]) ?? "", Json.Number(json?["version"]) ?? 0) : null;
    }

    /// <summary>The schema, or null for a tombstone and for schemas that are not Avro.</summary>
    public static RegisteredSchema? ReadSchema(string? value)
    {
        var json = Parse(value);
        if (Json.Text(json?["subject"]) is not { } subject || Json.Text(json?["schema"]) is not { } schema || Json.Text(json?["schemaType"]) is not (null or "AVRO"))
        {
            return null;
        }

        return Json.Number(json?["version"]) is { } version && Json.Number(json?["id"]) is { } id
            ? new RegisteredSchema(subject, version, id, schema, ReadReferences(json!["references"]), Json.IsTrue(json["deleted"]))
            : null;
    }

    public static CompatibilityMode? ReadConfig(string? value) =>
        CompatibilityModes.TryParse(Json.Text(Parse(value)?["compatibilityLevel"]), out var level) ? level : null;

    public static RegistryMode? ReadMode(string? value) => RegistryModes.TryParse(Json.Text(Parse(value)?["mode"]), out var mode) ? mode : null;

    public static int? ReadDeletedVersion(string? value) => Json.Number(Parse(value)?["version"]);

    /// <summary>References of a request or a record; entries that are no reference are left out.</summary>
    public static IReadOnlyList<SchemaReference> ReadReferences(JsonNode? references)
    {
        var list = new List<SchemaReference>();
        foreach (var item in references as JsonArray ?? [])
        {
            if (item is JsonObject json && Json.Text(json?["name"]) is { } name && Json.Text(json?["subject"]) is { } subject && Json.Number(json?["version"]) is { } version)
            {
                list.Add(new SchemaReference(name, subject, version));
            }
        }

        return list;
    }

    private static JsonObject? Parse(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // A record of someone else in this topic is not ours to judge.
            return null;
        }
    }
}
