using System.Text.Json;
using Syntra.Governance.Modes.Fields;

namespace Syntra.Governance.Register;

/// <summary>A field of an Avro schema with the class that it declares.</summary>
/// <param name="Field"><c>Record.field</c>, by the record's own name without namespace.</param>
/// <param name="Class">Its class; null where the attribute is missing or names none.</param>
public sealed record SchemaField(string Field, FieldClass? Class);

/// <summary>
/// Reads <c>"syntra.phi": "mrn"</c> from the fields of an Avro schema (JSON text), those of records inside included. A field whose type is a
/// record, or arrays, maps and unions of records, needs no class of its own: its fields have theirs.
/// </summary>
public static class SchemaPhi
{
    /// <summary>The attribute.</summary>
    public const string Attribute = "syntra.phi";

    /// <summary>All fields in the order of the schema.</summary>
    /// <exception cref="JsonException">Not JSON.</exception>
    public static IReadOnlyList<SchemaField> Read(string schemaJson)
    {
        using var document = JsonDocument.Parse(schemaJson);
        var fields = new List<SchemaField>();
        Type(document.RootElement, fields);
        return fields;
    }

    // Says whether the type is, or leads to, a record.
    private static bool Type(JsonElement type, List<SchemaField> fields)
    {
        switch (type.ValueKind)
        {
            case JsonValueKind.Array:
                return type.EnumerateArray().Aggregate(false, (found, t) => Type(t, fields) | found);
            case JsonValueKind.Object when type.TryGetProperty("type", out var inner):
                return inner.ValueKind == JsonValueKind.String && inner.ValueEquals("record")
                    ? Record(type, fields)
                    : inner.ValueKind == JsonValueKind.String && inner.ValueEquals("array") ? Type(type.GetProperty("items"), fields)
                    : inner.ValueKind == JsonValueKind.String && inner.ValueEquals("map") ? Type(type.GetProperty("values"), fields)
                    : inner.ValueKind != JsonValueKind.String && Type(inner, fields);
            default:
                return false;
        }
    }

    private static bool Record(JsonElement record, List<SchemaField> fields)
    {
        var name = record.GetProperty("name").GetString()!.Split('.')[^1];
        foreach (var field in record.GetProperty("fields").EnumerateArray())
        {
            var at = fields.Count;
            var isRecord = Type(field.GetProperty("type"), fields);
            var declared = field.TryGetProperty(Attribute, out var phi) && phi.ValueKind == JsonValueKind.String ? phi.GetString() : null;
            if (!isRecord || declared is not null)
            {
                fields.Insert(at, new SchemaField($"{name}.{field.GetProperty("name").GetString()}", FieldClassNames.TryParse(declared, out var c) ? c : null));
            }
        }

        return true;
    }
}
