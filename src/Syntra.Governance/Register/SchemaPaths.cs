using System.Text.Json;

namespace Syntra.Governance.Register;

/// <summary>A field of a schema and where a JSON form of the record has it.</summary>
/// <param name="Path">Names joined by dots from the outermost record; arrays are passed through.</param>
/// <param name="Field"><c>Record.field</c>, as registers name it.</param>
public sealed record SchemaPath(string Path, string Field);

/// <summary>Paths of the leaf fields of an Avro schema: those whose type leads to no record. A record that contains itself is followed once.</summary>
public static class SchemaPaths
{
    /// <summary>All of them, in the order of the schema.</summary>
    /// <exception cref="JsonException">Not JSON.</exception>
    public static IReadOnlyList<SchemaPath> Read(string schemaJson)
    {
        using var document = JsonDocument.Parse(schemaJson);
        var paths = new List<SchemaPath>();
        var walk = new Walk(paths);
        foreach (var record in walk.Records(document.RootElement, ""))
        {
            walk.Fields(record.Element, record.Space, "");
        }

        return paths;
    }

    private sealed class Walk(List<SchemaPath> paths)
    {
        private readonly Dictionary<string, (JsonElement Element, string Space)> _known = new(StringComparer.Ordinal);
        private readonly HashSet<string> _under = new(StringComparer.Ordinal);

        // The records that a type leads to; a name stands for the record that was defined before it.
        public IReadOnlyList<(JsonElement Element, string Space)> Records(JsonElement type, string space) => type.ValueKind switch
        {
            JsonValueKind.Array => [.. type.EnumerateArray().SelectMany(t => Records(t, space))],
            JsonValueKind.String => _known.TryGetValue(Qualified(type.GetString()!, space), out var known) ? [known] : [],
            JsonValueKind.Object when type.TryGetProperty("type", out var inner) => inner.ValueKind != JsonValueKind.String
                ? Records(inner, space)
                : inner.GetString() switch
                {
                    "record" => [Define(type, space)],
                    "array" => Records(type.GetProperty("items"), space),
                    _ => Records(inner, space),
                },
            _ => [],
        };

        public void Fields(JsonElement record, string space, string prefix)
        {
            var name = record.GetProperty("name").GetString()!.Split('.')[^1];
            if (!_under.Add(name))
            {
                return;
            }

            foreach (var field in record.GetProperty("fields").EnumerateArray())
            {
                var own = field.GetProperty("name").GetString()!;
                var path = prefix + own;
                var records = Records(field.GetProperty("type"), space);
                if (records.Count == 0)
                {
                    paths.Add(new SchemaPath(path, $"{name}.{own}"));
                }

                foreach (var inner in records)
                {
                    Fields(inner.Element, inner.Space, path + ".");
                }
            }

            _under.Remove(name);
        }

        private (JsonElement Element, string Space) Define(JsonElement record, string space)
        {
            var inside = record.TryGetProperty("namespace", out var given) ? given.GetString()! : space;
            var full = Qualified(record.GetProperty("name").GetString()!, inside);
            var dot = full.LastIndexOf('.');
            return _known[full] = (record, dot < 0 ? "" : full[..dot]);
        }

        private static string Qualified(string name, string space) => name.Contains('.', StringComparison.Ordinal) || space.Length == 0 ? name : $"{space}.{name}";
    }
}
