using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generator.Emit;

/// <summary>The C# type of a schema.</summary>
internal sealed class CSharpType
{
    private CSharpType(string name, bool isValue)
    {
        Name = name;
        IsValue = isValue;
    }

    /// <summary>Without the ? of nullable types.</summary>
    public string Name { get; }

    public bool IsValue { get; }

    /// <summary>Name of the type of a field or item: T? for a union with null.</summary>
    public static string NameOf(Schema schema, RecordField field) => NullBranch(schema) >= 0 ? Of(Some(schema), field).Name + "?" : Of(schema, field).Name;

    /// <summary>Index of null in a [null, T] or [T, null], else -1.</summary>
    public static int NullBranch(Schema schema) =>
        schema is UnionSchema { Branches.Count: 2 } union
            ? union.Branches[0].Type == SchemaType.Null ? 0 : union.Branches[1].Type == SchemaType.Null ? 1 : -1
            : -1;

    /// <summary>T of [null, T] or [T, null].</summary>
    public static Schema Some(Schema schema) => ((UnionSchema)schema).Branches[1 - NullBranch(schema)];

    /// <exception cref="SchemaParseException">There is no such type.</exception>
    public static CSharpType Of(Schema schema, RecordField field)
    {
        if (schema.LogicalType is { } logical)
        {
            return logical.Kind == LogicalTypeKind.Decimal && logical.Scale > 28
                ? throw field.Source.Error($"field '{field.Name}': a C# decimal has at most 28 digits after the point, not {logical.Scale}")
                : new CSharpType("global::System." + Logical(logical.Kind), isValue: true);
        }

        switch (schema)
        {
            case RecordSchema record: return new CSharpType(CSharpNames.Type(record), isValue: false);
            case EnumSchema symbols: return new CSharpType(CSharpNames.Type(symbols), isValue: true);
            case FixedSchema: return new CSharpType("byte[]", isValue: false);
            case ArraySchema array: return new CSharpType($"global::System.Collections.Generic.IReadOnlyList<{NameOf(array.Items, field)}>", isValue: false);
            case MapSchema map: return new CSharpType($"global::System.Collections.Generic.IReadOnlyDictionary<string, {NameOf(map.Values, field)}>", isValue: false);
            case UnionSchema:
                throw field.Source.Error($"field '{field.Name}': a union other than [null, T] has no C# type; use a record with one optional field per case");
        }

        switch (schema.Type)
        {
            case SchemaType.Boolean: return new CSharpType("bool", isValue: true);
            case SchemaType.Int: return new CSharpType("int", isValue: true);
            case SchemaType.Long: return new CSharpType("long", isValue: true);
            case SchemaType.Float: return new CSharpType("float", isValue: true);
            case SchemaType.Double: return new CSharpType("double", isValue: true);
            case SchemaType.Bytes: return new CSharpType("byte[]", isValue: false);
            case SchemaType.String: return new CSharpType("string", isValue: false);
            default: throw field.Source.Error($"field '{field.Name}': null alone has no C# type");
        }
    }

    private static string Logical(LogicalTypeKind kind) => kind switch
    {
        LogicalTypeKind.Decimal => "Decimal",
        LogicalTypeKind.Date => "DateOnly",
        LogicalTypeKind.TimeMillis or LogicalTypeKind.TimeMicros => "TimeOnly",
        LogicalTypeKind.Uuid => "Guid",
        _ => "DateTimeOffset",
    };
}
