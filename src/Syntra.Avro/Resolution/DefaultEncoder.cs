using System.Buffers;
using System.Globalization;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Resolution;

/// <summary>A default, written as JSON in a schema, as Avro binary.</summary>
internal static class DefaultEncoder
{
    /// <summary>The bytes of a default.</summary>
    /// <exception cref="AvroException">The default does not fit its schema (possible only where a parser did not check it).</exception>
    public static byte[] Encode(Schema schema, SchemaJson value)
    {
        if (DefaultRules.Problem(schema, value) is { } problem)
        {
            throw new AvroException($"the default {value} does not fit: {problem}");
        }

        var buffer = new ArrayBufferWriter<byte>(16);
        var writer = new AvroWriter(buffer);
        Write(schema, value, ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Schema schema, SchemaJson value, ref AvroWriter writer)
    {
        switch (schema.Type)
        {
            case SchemaType.Null: break;
            case SchemaType.Boolean: writer.WriteBoolean(value.Text == "true"); break;
            case SchemaType.Int or SchemaType.Long: writer.WriteLong(long.Parse(value.Text, CultureInfo.InvariantCulture)); break;
            case SchemaType.Float: writer.WriteFloat(float.Parse(value.Text, CultureInfo.InvariantCulture)); break;
            case SchemaType.Double: writer.WriteDouble(double.Parse(value.Text, CultureInfo.InvariantCulture)); break;
            case SchemaType.String: writer.WriteString(value.Text); break;
            case SchemaType.Bytes: writer.WriteBytes(Bytes(value.Text)); break;
            case SchemaType.Fixed: writer.WriteRaw(Bytes(value.Text)); break;
            case SchemaType.Enum: writer.WriteInt(((EnumSchema)schema).IndexOf(value.Text)); break;
            case SchemaType.Record: WriteRecord((RecordSchema)schema, value, ref writer); break;
            case SchemaType.Array: WriteArray(((ArraySchema)schema).Items, value, ref writer); break;
            case SchemaType.Map: WriteMap(((MapSchema)schema).Values, value, ref writer); break;
            default:
                writer.WriteUnion(0);
                Write(((UnionSchema)schema).Branches[0], value, ref writer);
                break;
        }
    }

    private static byte[] Bytes(string text) => [.. text.Select(c => (byte)c)];

    private static void WriteRecord(RecordSchema record, SchemaJson value, ref AvroWriter writer)
    {
        foreach (var field in record.Fields)
        {
            Write(field.Schema, value[field.Name] ?? field.Default!, ref writer);
        }
    }

    private static void WriteArray(Schema items, SchemaJson value, ref AvroWriter writer)
    {
        writer.WriteBlockStart(value.Items.Count);
        foreach (var item in value.Items)
        {
            Write(items, item, ref writer);
        }

        writer.WriteBlockEnd();
    }

    private static void WriteMap(Schema values, SchemaJson value, ref AvroWriter writer)
    {
        writer.WriteBlockStart(value.Members.Count);
        foreach (var member in value.Members)
        {
            writer.WriteString(member.Key);
            Write(values, member.Value, ref writer);
        }

        writer.WriteBlockEnd();
    }
}
