using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generic;

/// <summary>
/// Decodes data of any schema into plain objects: null, bool, int, long, float, double, byte[], string, decimal, <see cref="DateOnly"/>,
/// <see cref="TimeOnly"/>, <see cref="DateTimeOffset"/>, <see cref="Guid"/>, <see cref="GenericRecord"/>, <see cref="GenericEnum"/>,
/// <see cref="GenericFixed"/>, <see cref="List{T}"/> and <see cref="Dictionary{TKey, TValue}"/> of them. For tools, not for the hot path.
/// </summary>
public static class GenericReader
{
    /// <summary>Decodes one value, and nothing after it.</summary>
    /// <exception cref="AvroException">Malformed data, or a decimal or date beyond what .NET holds.</exception>
    public static object? Read(Schema schema, ReadOnlySpan<byte> data)
    {
        var reader = new AvroReader(data);
        var value = Read(schema, ref reader);
        reader.EnsureEnd();
        return value;
    }

    /// <summary>Decodes one value.</summary>
    /// <exception cref="AvroException">Malformed data, or a decimal or date beyond what .NET holds.</exception>
    public static object? Read(Schema schema, ref AvroReader reader)
    {
        if (schema.LogicalType is { } logical)
        {
            return ReadLogical(schema, logical, ref reader);
        }

        return schema switch
        {
            RecordSchema record => ReadRecord(record, ref reader),
            EnumSchema symbols => new GenericEnum(symbols, symbols.Symbols[reader.ReadEnum(symbols.Symbols.Count)]),
            FixedSchema size => new GenericFixed(size, reader.ReadFixed(size.Size)),
            ArraySchema array => ReadArray(array, ref reader),
            MapSchema map => ReadMap(map, ref reader),
            UnionSchema union => Read(union.Branches[reader.ReadUnion(union.Branches.Count)], ref reader),
            _ => ReadPrimitive(schema.Type, ref reader),
        };
    }

    private static object? ReadPrimitive(SchemaType type, ref AvroReader reader) => type switch
    {
        SchemaType.Null => null,
        SchemaType.Boolean => reader.ReadBoolean(),
        SchemaType.Int => reader.ReadInt(),
        SchemaType.Long => reader.ReadLong(),
        SchemaType.Float => reader.ReadFloat(),
        SchemaType.Double => reader.ReadDouble(),
        SchemaType.Bytes => reader.ReadBytes(),
        _ => reader.ReadString(),
    };

    private static object ReadLogical(Schema schema, LogicalType logical, ref AvroReader reader) => logical.Kind switch
    {
        LogicalTypeKind.Decimal => schema is FixedSchema size ? reader.ReadDecimalFixed(size.Size, logical.Scale) : reader.ReadDecimal(logical.Scale),
        LogicalTypeKind.Date => reader.ReadDate(),
        LogicalTypeKind.TimeMillis => reader.ReadTimeMillis(),
        LogicalTypeKind.TimeMicros => reader.ReadTimeMicros(),
        LogicalTypeKind.TimestampMillis => reader.ReadTimestampMillis(),
        LogicalTypeKind.TimestampMicros => reader.ReadTimestampMicros(),
        _ => schema is FixedSchema ? reader.ReadUuidFixed() : reader.ReadUuid(),
    };

    private static GenericRecord ReadRecord(RecordSchema schema, ref AvroReader reader)
    {
        var record = new GenericRecord(schema);
        if (schema.IsRecursive)
        {
            reader.Enter();
        }

        foreach (var field in schema.Fields)
        {
            record[field.Position] = Read(field.Schema, ref reader);
        }

        if (schema.IsRecursive)
        {
            reader.Leave();
        }

        return record;
    }

    private static List<object?> ReadArray(ArraySchema schema, ref AvroReader reader)
    {
        var items = new List<object?>();
        var size = schema.MinimumItemSize;
        for (var count = reader.ReadBlock(size); count > 0; count = reader.ReadBlock(size))
        {
            for (var i = 0; i < count; i++)
            {
                items.Add(Read(schema.Items, ref reader));
            }
        }

        return items;
    }

    private static Dictionary<string, object?> ReadMap(MapSchema schema, ref AvroReader reader)
    {
        var pairs = new Dictionary<string, object?>(StringComparer.Ordinal);
        var size = schema.MinimumPairSize;
        for (var count = reader.ReadBlock(size); count > 0; count = reader.ReadBlock(size))
        {
            for (var i = 0; i < count; i++)
            {
                var key = reader.ReadString();
                pairs[key] = Read(schema.Values, ref reader);
            }
        }

        return pairs;
    }
}
