namespace Syntra.Avro.Schemas;

/// <summary>The types of the Avro specification.</summary>
public enum SchemaType
{
    /// <summary>No value; zero bytes.</summary>
    Null,

    /// <summary>One byte, 0 or 1.</summary>
    Boolean,

    /// <summary>32-bit signed, zigzag varint.</summary>
    Int,

    /// <summary>64-bit signed, zigzag varint.</summary>
    Long,

    /// <summary>IEEE 754 single, little-endian.</summary>
    Float,

    /// <summary>IEEE 754 double, little-endian.</summary>
    Double,

    /// <summary>Length-prefixed bytes.</summary>
    Bytes,

    /// <summary>Length-prefixed UTF-8.</summary>
    String,

    /// <summary>Fields in order.</summary>
    Record,

    /// <summary>Index of a symbol.</summary>
    Enum,

    /// <summary>A fixed number of bytes.</summary>
    Fixed,

    /// <summary>Blocks of items.</summary>
    Array,

    /// <summary>Blocks of string keys with values.</summary>
    Map,

    /// <summary>Index of a branch, then its value.</summary>
    Union,
}

internal static class SchemaTypes
{
    private static readonly string[] Names =
    {
        "null", "boolean", "int", "long", "float", "double", "bytes", "string", "record", "enum", "fixed", "array", "map", "union",
    };

    public static string Name(SchemaType type) => Names[(int)type];

    public static bool TryPrimitive(string name, out SchemaType type)
    {
        var index = System.Array.IndexOf(Names, name);
        type = index < 0 ? SchemaType.Null : (SchemaType)index;
        return index >= 0 && type <= SchemaType.String;
    }
}
