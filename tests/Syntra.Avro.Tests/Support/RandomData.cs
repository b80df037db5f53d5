using Syntra.Avro.Generic;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Tests.Support;

/// <summary>Random values of a schema, edges included.</summary>
internal sealed class RandomData(Random random)
{
    private static readonly string[] Texts = ["", "a", "plain ASCII text", "Zürich", "日本語", "\uFFFF first", "\U0001F3E5 ward", "\0\u007F\u0080", new string('x', 300)];
    private int _depth;

    public object? Value(Schema schema) => schema switch
    {
        { LogicalType: { } logical } => Logical(logical),
        RecordSchema record => Record(record),
        EnumSchema symbols => new GenericEnum(symbols, symbols.Symbols[random.Next(symbols.Symbols.Count)]),
        FixedSchema size => new GenericFixed(size, Bytes(size.Size)),
        ArraySchema array => Enumerable.Range(0, Count()).Select(_ => Value(array.Items)).ToList(),
        MapSchema map => Enumerable.Range(0, Count()).ToDictionary(i => "k" + i, _ => Value(map.Values), StringComparer.Ordinal),
        UnionSchema union => Value(union.Branches[_depth > 6 ? 0 : random.Next(union.Branches.Count)]),
        _ => Primitive(schema.Type),
    };

    private int Count() => random.Next(_depth > 3 ? 2 : 4);

    private GenericRecord Record(RecordSchema schema)
    {
        _depth++;
        var record = new GenericRecord(schema);
        foreach (var field in schema.Fields)
        {
            record[field.Position] = Value(field.Schema);
        }

        _depth--;
        return record;
    }

    private object? Primitive(SchemaType type) => type switch
    {
        SchemaType.Null => null,
        SchemaType.Boolean => random.Next(2) == 0,
        SchemaType.Int => (int)Whole(32),
        SchemaType.Long => Whole(64),
        SchemaType.Float => random.Next(4) == 0 ? float.MaxValue : (float)(random.NextDouble() * 1000),
        SchemaType.Double => random.Next(4) == 0 ? double.Epsilon : random.NextDouble() * 1e9,
        SchemaType.Bytes => Bytes(random.Next(20)),
        _ => Texts[random.Next(Texts.Length)],
    };

    // Any number of bits is as likely as any other, so that every varint length occurs.
    private long Whole(int bits)
    {
        var shift = random.Next(64 - bits, 64);
        return random.Next(8) switch
        {
            0 => long.MinValue >> (64 - bits),
            1 => long.MaxValue >> (64 - bits),
            _ => random.NextInt64(long.MinValue, long.MaxValue) >> shift,
        };
    }

    private byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        random.NextBytes(bytes);
        return bytes;
    }

    private object Logical(LogicalType logical) => logical.Kind switch
    {
        LogicalTypeKind.Decimal => Decimal(logical.Precision, logical.Scale),
        LogicalTypeKind.Date => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber + 1)),
        LogicalTypeKind.TimeMillis => new TimeOnly(random.Next(86_400_000) * TimeSpan.TicksPerMillisecond),
        LogicalTypeKind.TimeMicros => new TimeOnly(random.NextInt64(86_400_000_000) * TimeSpan.TicksPerMicrosecond),
        LogicalTypeKind.TimestampMillis => Instant(TimeSpan.TicksPerMillisecond),
        LogicalTypeKind.TimestampMicros => Instant(TimeSpan.TicksPerMicrosecond),
        _ => new Guid(Bytes(16)),
    };

    // Years 1900 to 2100: other languages' clocks are narrower than ours.
    private DateTimeOffset Instant(long ticks)
    {
        var from = new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;
        return new DateTimeOffset(from + (random.NextInt64(TimeSpan.FromDays(73_000).Ticks / ticks) * ticks), TimeSpan.Zero);
    }

    private decimal Decimal(int precision, int scale)
    {
        var unscaled = 0m;
        var digits = random.Next(precision + 1);
        for (var i = 0; i < digits; i++)
        {
            unscaled = (unscaled * 10) + random.Next(10);
        }

        for (var i = 0; i < scale; i++)
        {
            unscaled *= 0.1m;
        }

        return random.Next(2) == 0 ? unscaled : -unscaled;
    }
}
