using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generic;

/// <summary>A record without a generated type. Values by field: see <see cref="GenericReader"/> for their types.</summary>
public sealed class GenericRecord
{
    private readonly object?[] _values;

    /// <summary>Creates a record; all values null.</summary>
    public GenericRecord(RecordSchema schema)
    {
        Schema = schema;
        _values = new object?[schema.Fields.Count];
    }

    /// <summary>Its schema.</summary>
    public RecordSchema Schema { get; }

    /// <summary>The value of the field at a position.</summary>
    public object? this[int position]
    {
        get => _values[position];
        set => _values[position] = value;
    }

    /// <summary>The value of the field of a name.</summary>
    /// <exception cref="KeyNotFoundException">The schema has no such field.</exception>
    public object? this[string name]
    {
        get => _values[Position(name)];
        set => _values[Position(name)] = value;
    }

    private int Position(string name) => (Schema.Field(name) ?? throw new KeyNotFoundException($"record {Schema.Name} has no field '{name}'")).Position;
}

/// <summary>A symbol of an enum.</summary>
/// <param name="Schema">The enum.</param>
/// <param name="Symbol">The symbol.</param>
public sealed record GenericEnum(EnumSchema Schema, string Symbol);

/// <summary>A value of a fixed without a logical type.</summary>
/// <param name="Schema">The fixed.</param>
/// <param name="Bytes">As many bytes as its size.</param>
public sealed record GenericFixed(FixedSchema Schema, byte[] Bytes);
