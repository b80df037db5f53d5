using Syntra.Avro.Schemas;

namespace Syntra.Avro.Resolution;

/// <summary>Passes over one value of a schema, checking it no further than its lengths.</summary>
internal static class SchemaSkipper
{
    public static void Skip(Schema schema, ref AvroReader reader)
    {
        switch (schema.Type)
        {
            case SchemaType.Null: break;
            case SchemaType.Boolean: reader.ReadBoolean(); break;
            case SchemaType.Int: reader.ReadInt(); break;
            case SchemaType.Long: reader.ReadLong(); break;
            case SchemaType.Float: reader.ReadFixedSpan(sizeof(float)); break;
            case SchemaType.Double: reader.ReadFixedSpan(sizeof(double)); break;
            case SchemaType.Bytes or SchemaType.String: reader.ReadBytesSpan(); break;
            case SchemaType.Fixed: reader.ReadFixedSpan(((FixedSchema)schema).Size); break;
            case SchemaType.Enum: reader.ReadEnum(((EnumSchema)schema).Symbols.Count); break;
            case SchemaType.Record: SkipRecord((RecordSchema)schema, ref reader); break;
            case SchemaType.Array: SkipArray((ArraySchema)schema, ref reader); break;
            case SchemaType.Map: SkipMap((MapSchema)schema, ref reader); break;
            default:
                var branches = ((UnionSchema)schema).Branches;
                Skip(branches[reader.ReadUnion(branches.Count)], ref reader);
                break;
        }
    }

    private static void SkipRecord(RecordSchema record, ref AvroReader reader)
    {
        if (record.IsRecursive)
        {
            reader.Enter();
        }

        foreach (var field in record.Fields)
        {
            Skip(field.Schema, ref reader);
        }

        if (record.IsRecursive)
        {
            reader.Leave();
        }
    }

    private static void SkipArray(ArraySchema array, ref AvroReader reader)
    {
        var size = array.MinimumItemSize;
        for (var count = reader.ReadBlock(size); count > 0; count = reader.ReadBlock(size))
        {
            for (var i = 0; i < count; i++)
            {
                Skip(array.Items, ref reader);
            }
        }
    }

    private static void SkipMap(MapSchema map, ref AvroReader reader)
    {
        var size = map.MinimumPairSize;
        for (var count = reader.ReadBlock(size); count > 0; count = reader.ReadBlock(size))
        {
            for (var i = 0; i < count; i++)
            {
                reader.ReadBytesSpan();
                Skip(map.Values, ref reader);
            }
        }
    }
}
