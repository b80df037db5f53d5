using System;
using System.Globalization;

namespace Syntra.Avro.Schemas;

/// <summary>Which logical type a schema carries, and whether its parameters are valid.</summary>
internal static class LogicalTypeRules
{
    public static LogicalType? Read(SchemaJson json, SchemaType type, int fixedSize, bool strict)
    {
        if (json["logicalType"] is not { Kind: SchemaJsonKind.Text } name)
        {
            return null;
        }

        var (logical, problem) = Judge(json, name.Text, type, fixedSize);
        return strict && problem is not null ? throw name.Error(problem) : logical;
    }

    private static (LogicalType? Logical, string? Problem) Judge(SchemaJson json, string name, SchemaType type, int fixedSize)
    {
        switch (name)
        {
            case "decimal": return Decimal(json, type, fixedSize);
            case "date": return On(LogicalTypeKind.Date, name, type, SchemaType.Int);
            case "time-millis": return On(LogicalTypeKind.TimeMillis, name, type, SchemaType.Int);
            case "time-micros": return On(LogicalTypeKind.TimeMicros, name, type, SchemaType.Long);
            case "timestamp-millis": return On(LogicalTypeKind.TimestampMillis, name, type, SchemaType.Long);
            case "timestamp-micros": return On(LogicalTypeKind.TimestampMicros, name, type, SchemaType.Long);
            case "uuid":
                return type == SchemaType.String || (type == SchemaType.Fixed && fixedSize == 16)
                    ? (new LogicalType(LogicalTypeKind.Uuid), null)
                    : (null, "logical type uuid needs a string or a fixed of 16 bytes");
            default: return (null, null);
        }
    }

    private static (LogicalType? Logical, string? Problem) On(LogicalTypeKind kind, string name, SchemaType type, SchemaType expected) =>
        type == expected ? (new LogicalType(kind), null) : (null, $"logical type {name} needs {SchemaTypes.Name(expected)}, not {SchemaTypes.Name(type)}");

    private static (LogicalType? Logical, string? Problem) Decimal(SchemaJson json, SchemaType type, int fixedSize)
    {
        if (type is not (SchemaType.Bytes or SchemaType.Fixed))
        {
            return (null, $"logical type decimal needs bytes or fixed, not {SchemaTypes.Name(type)}");
        }

        if (!TryWhole(json["precision"], out var precision) || precision < 1)
        {
            return (null, "decimal needs a 'precision' of 1 or more");
        }

        var scale = 0;
        if (json["scale"] is { } given && (!TryWhole(given, out scale) || scale > precision))
        {
            return (null, "decimal needs a 'scale' from 0 to its precision");
        }

        // A fixed of n bytes holds floor(log10(2^(8n-1) - 1)) digits.
        return type == SchemaType.Fixed && precision > Math.Floor(Math.Log10(2) * ((8.0 * fixedSize) - 1))
            ? (null, $"a fixed of {fixedSize} bytes cannot hold {precision} digits")
            : (new LogicalType(LogicalTypeKind.Decimal, precision, scale), null);
    }

    private static bool TryWhole(SchemaJson? json, out int value)
    {
        value = 0;
        return json is { Kind: SchemaJsonKind.Number } && int.TryParse(json.Text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
