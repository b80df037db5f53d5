using System.Globalization;

namespace Syntra.Avro.Schemas;

/// <summary>Whether a default, given as JSON, fits a schema. A union's default belongs to its first branch (specification 1.11).</summary>
internal static class DefaultRules
{
    /// <summary>The reason why it does not fit, or null when it does.</summary>
    public static string? Problem(Schema schema, SchemaJson value)
    {
        switch (schema)
        {
            case UnionSchema { Branches.Count: 0 }: return "an empty union has no values";
            case UnionSchema union:
                var problem = Problem(union.Branches[0], value);
                return problem is null ? null : problem + " (the default of a union must fit its first branch)";
            case RecordSchema record: return RecordProblem(record, value);
            case ArraySchema array: return ArrayProblem(array, value);
            case MapSchema map: return MapProblem(map, value);
            case EnumSchema symbols:
                return value.Kind == SchemaJsonKind.Text && symbols.IndexOf(value.Text) >= 0 ? null : $"expected a symbol of {symbols.Name}";
            case FixedSchema size:
                return BytesProblem(value) ?? (value.Text.Length == size.Size ? null : $"expected {size.Size} bytes");
            default: return PrimitiveProblem(schema.Type, value);
        }
    }

    private static string? PrimitiveProblem(SchemaType type, SchemaJson value)
    {
        switch (type)
        {
            case SchemaType.Null: return value.Kind == SchemaJsonKind.Null ? null : "expected null";
            case SchemaType.Boolean: return value.Kind == SchemaJsonKind.Boolean ? null : "expected true or false";
            case SchemaType.Int:
                return value.Kind == SchemaJsonKind.Number && int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                    ? null
                    : "expected a whole number of 32 bits";
            case SchemaType.Long:
                return value.Kind == SchemaJsonKind.Number && long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                    ? null
                    : "expected a whole number of 64 bits";
            case SchemaType.Float or SchemaType.Double:
                return value.Kind == SchemaJsonKind.Number || value.Text is "NaN" or "Infinity" or "-Infinity" ? null : "expected a number";
            case SchemaType.Bytes: return BytesProblem(value);
            default: return value.Kind == SchemaJsonKind.Text ? null : "expected a text";
        }
    }

    private static string? BytesProblem(SchemaJson value)
    {
        if (value.Kind != SchemaJsonKind.Text)
        {
            return "expected bytes as a text";
        }

        foreach (var c in value.Text)
        {
            if (c > '\u00FF')
            {
                return "bytes are written as characters U+0000 to U+00FF";
            }
        }

        return null;
    }

    private static string? RecordProblem(RecordSchema record, SchemaJson value)
    {
        if (value.Kind != SchemaJsonKind.Object)
        {
            return $"expected an object for {record.Name}";
        }

        foreach (var field in record.Fields)
        {
            var given = value[field.Name] ?? field.Default;
            if (given is null)
            {
                return $"field '{field.Name}' is missing";
            }

            if (Problem(field.Schema, given) is { } problem)
            {
                return $"field '{field.Name}': {problem}";
            }
        }

        return null;
    }

    private static string? ArrayProblem(ArraySchema array, SchemaJson value)
    {
        if (value.Kind != SchemaJsonKind.Array)
        {
            return "expected an array";
        }

        foreach (var item in value.Items)
        {
            if (Problem(array.Items, item) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string? MapProblem(MapSchema map, SchemaJson value)
    {
        if (value.Kind != SchemaJsonKind.Object)
        {
            return "expected an object";
        }

        foreach (var member in value.Members)
        {
            if (Problem(map.Values, member.Value) is { } problem)
            {
                return $"key '{member.Key}': {problem}";
            }
        }

        return null;
    }
}
