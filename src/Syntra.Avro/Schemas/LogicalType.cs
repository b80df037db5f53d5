using System;

namespace Syntra.Avro.Schemas;

/// <summary>The logical types that Syntra gives a C# type; all others read as the type beneath them.</summary>
public enum LogicalTypeKind
{
    /// <summary>bytes or fixed: two's complement, big-endian, unscaled.</summary>
    Decimal,

    /// <summary>int: days since 1970-01-01.</summary>
    Date,

    /// <summary>int: milliseconds since midnight.</summary>
    TimeMillis,

    /// <summary>long: microseconds since midnight.</summary>
    TimeMicros,

    /// <summary>long: milliseconds since 1970-01-01T00:00Z.</summary>
    TimestampMillis,

    /// <summary>long: microseconds since 1970-01-01T00:00Z.</summary>
    TimestampMicros,

    /// <summary>string (36 characters) or fixed of 16 bytes.</summary>
    Uuid,
}

/// <summary>A logical type with its parameters.</summary>
public sealed class LogicalType : IEquatable<LogicalType>
{
    internal LogicalType(LogicalTypeKind kind, int precision = 0, int scale = 0)
    {
        Kind = kind;
        Precision = precision;
        Scale = scale;
    }

    /// <summary>Which logical type.</summary>
    public LogicalTypeKind Kind { get; }

    /// <summary>Decimal digits in all, for decimals; else 0.</summary>
    public int Precision { get; }

    /// <summary>Decimal digits after the point, for decimals; else 0.</summary>
    public int Scale { get; }

    /// <summary>The name in schemas, for example timestamp-millis.</summary>
    public string Name => Kind switch
    {
        LogicalTypeKind.Decimal => "decimal",
        LogicalTypeKind.Date => "date",
        LogicalTypeKind.TimeMillis => "time-millis",
        LogicalTypeKind.TimeMicros => "time-micros",
        LogicalTypeKind.TimestampMillis => "timestamp-millis",
        LogicalTypeKind.TimestampMicros => "timestamp-micros",
        _ => "uuid",
    };

    /// <inheritdoc />
    public bool Equals(LogicalType? other) => other is not null && Kind == other.Kind && Precision == other.Precision && Scale == other.Scale;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as LogicalType);

    /// <inheritdoc />
    public override int GetHashCode() => ((int)Kind * 397 ^ Precision) * 397 ^ Scale;

    /// <inheritdoc />
    public override string ToString() => Kind == LogicalTypeKind.Decimal ? $"decimal({Precision},{Scale})" : Name;
}
