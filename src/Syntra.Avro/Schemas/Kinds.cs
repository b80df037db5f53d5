using System;
using System.Collections.Generic;

namespace Syntra.Avro.Schemas;

/// <summary>null, boolean, int, long, float, double, bytes or string.</summary>
public sealed class PrimitiveSchema : Schema
{
    internal PrimitiveSchema(SchemaType type, LogicalType? logicalType, IReadOnlyList<KeyValuePair<string, SchemaJson>> properties)
        : base(type, logicalType, properties)
    {
    }
}

/// <summary>An array.</summary>
public sealed class ArraySchema : Schema
{
    private int _minimumItemSize = -1;

    internal ArraySchema(Schema items, IReadOnlyList<KeyValuePair<string, SchemaJson>> properties)
        : base(SchemaType.Array, null, properties) => Items = items;

    /// <summary>Schema of every item.</summary>
    public Schema Items { get; }

    /// <summary>Fewest bytes of an item; the fields of a record are known only after parsing, so not before it is asked for.</summary>
    internal int MinimumItemSize => _minimumItemSize < 0 ? _minimumItemSize = SchemaFacts.MinimumSize(Items) : _minimumItemSize;
}

/// <summary>A map from string to one type.</summary>
public sealed class MapSchema : Schema
{
    private int _minimumPairSize = -1;

    internal MapSchema(Schema values, IReadOnlyList<KeyValuePair<string, SchemaJson>> properties)
        : base(SchemaType.Map, null, properties) => Values = values;

    /// <summary>Schema of every value.</summary>
    public Schema Values { get; }

    /// <summary>Fewest bytes of a key with its value.</summary>
    internal int MinimumPairSize => _minimumPairSize < 0 ? _minimumPairSize = 1 + SchemaFacts.MinimumSize(Values) : _minimumPairSize;
}

/// <summary>A union.</summary>
public sealed class UnionSchema : Schema
{
    internal UnionSchema(IReadOnlyList<Schema> branches)
        : base(SchemaType.Union, null, Array.Empty<KeyValuePair<string, SchemaJson>>()) => Branches = branches;

    /// <summary>The branches in order.</summary>
    public IReadOnlyList<Schema> Branches { get; }
}

/// <summary>A record, enum or fixed: has a name, may be referred to by it.</summary>
public abstract class NamedSchema : Schema
{
    private protected NamedSchema(SchemaType type, SchemaName name, LogicalType? logicalType, NamedAttributes attributes)
        : base(type, logicalType, attributes.Properties)
    {
        Name = name;
        Aliases = attributes.Aliases;
        Doc = attributes.Doc;
    }

    /// <summary>The name.</summary>
    public SchemaName Name { get; }

    /// <summary>Other full names that a writer may have used.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>Documentation, or null.</summary>
    public string? Doc { get; }
}

/// <summary>A fixed number of bytes.</summary>
public sealed class FixedSchema : NamedSchema
{
    internal FixedSchema(SchemaName name, int size, LogicalType? logicalType, NamedAttributes attributes)
        : base(SchemaType.Fixed, name, logicalType, attributes) => Size = size;

    /// <summary>Number of bytes.</summary>
    public int Size { get; }
}

/// <summary>An enumeration.</summary>
public sealed class EnumSchema : NamedSchema
{
    internal EnumSchema(SchemaName name, IReadOnlyList<string> symbols, string? defaultSymbol, NamedAttributes attributes)
        : base(SchemaType.Enum, name, null, attributes)
    {
        Symbols = symbols;
        Default = defaultSymbol;
    }

    /// <summary>The symbols in order; data holds their index.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>What a reader takes for a symbol that it does not know, or null.</summary>
    public string? Default { get; }

    internal int IndexOf(string symbol)
    {
        for (var i = 0; i < Symbols.Count; i++)
        {
            if (string.Equals(Symbols[i], symbol, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>What all named schemas carry besides their name.</summary>
internal sealed class NamedAttributes
{
    public NamedAttributes(IReadOnlyList<string> aliases, string? doc, IReadOnlyList<KeyValuePair<string, SchemaJson>> properties)
    {
        Aliases = aliases;
        Doc = doc;
        Properties = properties;
    }

    public IReadOnlyList<string> Aliases { get; }

    public string? Doc { get; }

    public IReadOnlyList<KeyValuePair<string, SchemaJson>> Properties { get; }
}
