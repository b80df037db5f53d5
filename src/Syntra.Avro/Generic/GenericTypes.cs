using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generic;

/// <summary>Which objects are values of which schema.</summary>
internal static class GenericTypes
{
    /// <summary>The first branch that the value fits.</summary>
    public static int Branch(UnionSchema union, object? value)
    {
        for (var i = 0; i < union.Branches.Count; i++)
        {
            if (Fits(union.Branches[i], value))
            {
                return i;
            }
        }

        throw new AvroException($"a value of type {value?.GetType().Name ?? "null"} fits no branch of {SchemaFacts.Describe(union)}");
    }

    /// <summary>Whether the value is of the schema's kind; what it holds is checked where it is written.</summary>
    public static bool Fits(Schema schema, object? value) => schema switch
    {
        { LogicalType: { } logical } => FitsLogical(logical.Kind, value),
        RecordSchema record => value is GenericRecord given && given.Schema.Name.FullName == record.Name.FullName && given.Schema.Fields.Count == record.Fields.Count,
        EnumSchema symbols => value is GenericEnum given && given.Schema.Name.FullName == symbols.Name.FullName,
        FixedSchema size => value is GenericFixed given && given.Schema.Name.FullName == size.Name.FullName,
        ArraySchema => value is IReadOnlyCollection<object?> and not IReadOnlyDictionary<string, object?>,
        MapSchema => value is IReadOnlyDictionary<string, object?>,
        UnionSchema union => union.Branches.Any(branch => Fits(branch, value)),
        _ => FitsPrimitive(schema.Type, value),
    };

    private static bool FitsPrimitive(SchemaType type, object? value) => type switch
    {
        SchemaType.Null => value is null,
        SchemaType.Boolean => value is bool,
        SchemaType.Int => value is int,
        SchemaType.Long => value is long,
        SchemaType.Float => value is float,
        SchemaType.Double => value is double,
        SchemaType.Bytes => value is byte[],
        _ => value is string,
    };

    private static bool FitsLogical(LogicalTypeKind kind, object? value) => kind switch
    {
        LogicalTypeKind.Decimal => value is decimal,
        LogicalTypeKind.Date => value is DateOnly,
        LogicalTypeKind.TimeMillis or LogicalTypeKind.TimeMicros => value is TimeOnly,
        LogicalTypeKind.TimestampMillis or LogicalTypeKind.TimestampMicros => value is DateTimeOffset,
        _ => value is Guid,
    };
}
