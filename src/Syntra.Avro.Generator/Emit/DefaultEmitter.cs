using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generator.Emit;

/// <summary>A schema default (JSON, already checked against the schema) as a C# expression.</summary>
internal static class DefaultEmitter
{
    public static string Expression(Schema schema, SchemaJson value, RecordField field)
    {
        switch (schema)
        {
            case UnionSchema union: return value.Kind == SchemaJsonKind.Null ? "null" : Expression(union.Branches[0], value, field);
            case { LogicalType: { } logical }: return Logical(logical, schema, value);
            case EnumSchema symbols: return CSharpNames.Type(symbols) + "." + CSharpNames.Identifier(CSharpNames.Members(symbols)[symbols.IndexOf(value.Text)]);
            case ArraySchema array:
                var items = string.Join(", ", value.Items.Select(item => Expression(array.Items, item, field)));
                return items.Length == 0 ? "[]" : "[" + items + "]";
            case MapSchema map: return Map(map, value, field);
            case RecordSchema record: return Record(record, value, field);
            case FixedSchema: return Bytes(value.Text);
        }

        return schema.Type switch
        {
            SchemaType.String => CSharpNames.Literal(value.Text),
            SchemaType.Bytes => Bytes(value.Text),
            SchemaType.Long => value.Text + "L",
            SchemaType.Float => Floating(value, "float", "f"),
            SchemaType.Double => Floating(value, "double", "d"),
            _ => value.Text,
        };
    }

    private static string Logical(LogicalType logical, Schema schema, SchemaJson value) => logical.Kind switch
    {
        LogicalTypeKind.Decimal => Decimal(value, logical.Scale),
        LogicalTypeKind.Date => $"global::System.DateOnly.FromDayNumber(719162 + {value.Text})",
        LogicalTypeKind.TimeMillis => $"new global::System.TimeOnly({value.Text}L * 10000)",
        LogicalTypeKind.TimeMicros => $"new global::System.TimeOnly({value.Text}L * 10)",
        LogicalTypeKind.TimestampMillis => $"global::System.DateTimeOffset.UnixEpoch.AddTicks({value.Text}L * 10000)",
        LogicalTypeKind.TimestampMicros => $"global::System.DateTimeOffset.UnixEpoch.AddTicks({value.Text}L * 10)",
        _ when schema is FixedSchema => $"new global::System.Guid({Bytes(value.Text)}, bigEndian: true)",
        _ => $"global::System.Guid.ParseExact({CSharpNames.Literal(value.Text)}, \"D\")",
    };

    private static string Decimal(SchemaJson value, int scale)
    {
        var unscaled = new BigInteger(value.Text.Select(static c => (byte)c).Reverse().ToArray());
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        if (value.Text.Length == 0 || BigInteger.Abs(unscaled) >= BigInteger.Pow(2, 96))
        {
            throw value.Error("the default is no decimal of 96 bits");
        }

        var whole = digits.Substring(0, digits.Length - scale);
        return (unscaled.Sign < 0 ? "-" : "") + whole + (scale > 0 ? "." + digits.Substring(digits.Length - scale) : "") + "m";
    }

    private static string Floating(SchemaJson value, string type, string suffix) => value.Text switch
    {
        "NaN" => type + ".NaN",
        "Infinity" => type + ".PositiveInfinity",
        "-Infinity" => type + ".NegativeInfinity",
        _ => value.Text + suffix,
    };

    private static string Bytes(string text) => "new byte[] { " + string.Join(", ", text.Select(static c => ((int)c).ToString(CultureInfo.InvariantCulture))) + " }";

    private static string Map(MapSchema map, SchemaJson value, RecordField field)
    {
        var pairs = value.Members.Select(member => $"[{CSharpNames.Literal(member.Key)}] = {Expression(map.Values, member.Value, field)}");
        return $"new global::System.Collections.Generic.Dictionary<string, {CSharpType.NameOf(map.Values, field)}> {{ {string.Join(", ", pairs)} }}";
    }

    private static string Record(RecordSchema record, SchemaJson value, RecordField owner)
    {
        var properties = CSharpNames.Properties(record);
        var assignments = new List<string>();
        foreach (var field in record.Fields)
        {
            if ((value[field.Name] ?? field.Default) is { } given)
            {
                assignments.Add($"{CSharpNames.Identifier(properties[field.Position])} = {PersonalType.Wrap(field, Expression(field.Schema, given, owner))}");
            }
        }

        return $"new {CSharpNames.Type(record)} {{ {string.Join(", ", assignments)} }}";
    }
}
