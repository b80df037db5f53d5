using System.Collections.Generic;
using Syntra.Avro.Schemas;

namespace Syntra.Avro;

/// <summary>An Avro schema (specification 1.11). Immutable once parsed; a record may contain itself. Thread safe.</summary>
public abstract partial class Schema
{
    private protected Schema(SchemaType type, LogicalType? logicalType, IReadOnlyList<KeyValuePair<string, SchemaJson>> properties)
    {
        Type = type;
        LogicalType = logicalType;
        Properties = properties;
    }

    /// <summary>The type.</summary>
    public SchemaType Type { get; }

    /// <summary>The logical type, or null where there is none, it is unknown, or its parameters are not valid (the specification says to ignore those).</summary>
    public LogicalType? LogicalType { get; }

    /// <summary>Attributes that are no part of the type itself, logicalType and its parameters included, as written.</summary>
    public IReadOnlyList<KeyValuePair<string, SchemaJson>> Properties { get; }

    /// <summary>Parses one self-contained schema.</summary>
    /// <param name="json">Schema text (JSON).</param>
    /// <exception cref="SchemaParseException">The text is not JSON or not a schema; the message has line, column and reason.</exception>
    public static Schema Parse(string json) => new SchemaParser().Parse(json);

    /// <summary>The whole schema as compact JSON: named types in full at first use, by full name afterwards; docs, aliases and attributes kept.</summary>
    public string ToJson() => SchemaTextWriter.Write(this, System.Array.Empty<string>());

    /// <summary>As <see cref="ToJson()"/>, but with the given types by name only: others define them (references of a registry).</summary>
    /// <param name="known">Full names.</param>
    public string ToJson(IEnumerable<string> known) => SchemaTextWriter.Write(this, known);

    /// <summary>The parsing canonical form of the specification.</summary>
    public string ToCanonicalForm() => CanonicalForm.Of(this);

    /// <summary>Same as <see cref="ToJson()"/>.</summary>
    public override string ToString() => ToJson();
}
