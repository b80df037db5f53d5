using System.Buffers;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generic;

/// <summary>Encodes the objects that <see cref="GenericReader"/> gives. For tools and tests, not for the hot path.</summary>
public static class GenericWriter
{
    /// <summary>Encodes one value.</summary>
    /// <exception cref="AvroException">The value does not fit the schema.</exception>
    public static byte[] Write(Schema schema, object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new AvroWriter(buffer);
        Write(schema, value, ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Encodes one value.</summary>
    /// <exception cref="AvroException">The value does not fit the schema.</exception>
    public static void Write(Schema schema, object? value, ref AvroWriter writer)
    {
        if (schema is UnionSchema union)
        {
            var branch = GenericTypes.Branch(union, value);
            writer.WriteUnion(branch);
            schema = union.Branches[branch];
        }

        if (!GenericTypes.Fits(schema, value))
        {
            throw new AvroException($"a value of type {value?.GetType().Name ?? "null"} is no {SchemaFacts.Describe(schema)}");
        }

        switch (schema)
        {
            case { LogicalType: { } logical }: WriteLogical(schema, logical, value!, ref writer); break;
            case RecordSchema record: WriteRecord(record, (GenericRecord)value!, ref writer); break;
            case EnumSchema symbols: writer.WriteEnum(symbols.IndexOf(((GenericEnum)value!).Symbol), symbols.Symbols.Count); break;
            case FixedSchema size: writer.WriteFixed(((GenericFixed)value!).Bytes, size.Size); break;
            case ArraySchema array: WriteArray(array, (IReadOnlyCollection<object?>)value!, ref writer); break;
            case MapSchema map: WriteMap(map, (IReadOnlyDictionary<string, object?>)value!, ref writer); break;
            default: WritePrimitive(schema.Type, value, ref writer); break;
        }
    }

    private static void WritePrimitive(SchemaType type, object? value, ref AvroWriter writer)
    {
        switch (type)
        {
            case SchemaType.Null: break;
            case SchemaType.Boolean: writer.WriteBoolean((bool)value!); break;
            case SchemaType.Int: writer.WriteInt((int)value!); break;
            case SchemaType.Long: writer.WriteLong((long)value!); break;
            case SchemaType.Float: writer.WriteFloat((float)value!); break;
            case SchemaType.Double: writer.WriteDouble((double)value!); break;
            case SchemaType.Bytes: writer.WriteBytes((byte[])value!); break;
            default: writer.WriteString((string)value!); break;
        }
    }

    private static void WriteLogical(Schema schema, LogicalType logical, object value, ref AvroWriter writer)
    {
        switch (logical.Kind)
        {
            case LogicalTypeKind.Decimal when schema is FixedSchema size:
                writer.WriteDecimalFixed((decimal)value, size.Size, logical.Precision, logical.Scale);
                break;
            case LogicalTypeKind.Decimal: writer.WriteDecimal((decimal)value, logical.Precision, logical.Scale); break;
            case LogicalTypeKind.Date: writer.WriteDate((DateOnly)value); break;
            case LogicalTypeKind.TimeMillis: writer.WriteTimeMillis((TimeOnly)value); break;
            case LogicalTypeKind.TimeMicros: writer.WriteTimeMicros((TimeOnly)value); break;
            case LogicalTypeKind.TimestampMillis: writer.WriteTimestampMillis((DateTimeOffset)value); break;
            case LogicalTypeKind.TimestampMicros: writer.WriteTimestampMicros((DateTimeOffset)value); break;
            case LogicalTypeKind.Uuid when schema is FixedSchema: writer.WriteUuidFixed((Guid)value); break;
            default: writer.WriteUuid((Guid)value); break;
        }
    }

    private static void WriteRecord(RecordSchema schema, GenericRecord value, ref AvroWriter writer)
    {
        if (schema.IsRecursive)
        {
            writer.Enter();
        }

        foreach (var field in schema.Fields)
        {
            Write(field.Schema, value[field.Position], ref writer);
        }

        if (schema.IsRecursive)
        {
            writer.Leave();
        }
    }

    private static void WriteArray(ArraySchema schema, IReadOnlyCollection<object?> items, ref AvroWriter writer)
    {
        writer.WriteBlockStart(items.Count);
        foreach (var item in items)
        {
            Write(schema.Items, item, ref writer);
        }

        writer.WriteBlockEnd();
    }

    private static void WriteMap(MapSchema schema, IReadOnlyDictionary<string, object?> pairs, ref AvroWriter writer)
    {
        writer.WriteBlockStart(pairs.Count);
        foreach (var pair in pairs)
        {
            writer.WriteString(pair.Key);
            Write(schema.Values, pair.Value, ref writer);
        }

        writer.WriteBlockEnd();
    }
}
