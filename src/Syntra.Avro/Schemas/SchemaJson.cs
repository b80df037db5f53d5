using System;
using System.Collections.Generic;

namespace Syntra.Avro.Schemas;

/// <summary>Kinds of JSON values.</summary>
public enum SchemaJsonKind
{
    /// <summary>The literal null.</summary>
    Null,

    /// <summary>The literals true and false.</summary>
    Boolean,

    /// <summary>A number, kept as written.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object with its members in order.</summary>
    Object,
}

/// <summary>
/// A JSON value of a schema text with its place in that text. Our own small model, because the schema parser also runs inside the
/// compiler (source generator), where no JSON library may be assumed, and because numbers and member order must survive.
/// </summary>
public sealed class SchemaJson
{
    private static readonly IReadOnlyList<SchemaJson> NoItems = Array.Empty<SchemaJson>();
    private static readonly IReadOnlyList<KeyValuePair<string, SchemaJson>> NoMembers = Array.Empty<KeyValuePair<string, SchemaJson>>();

    internal SchemaJson(
        SchemaJsonKind kind,
        string text,
        int line,
        int column,
        IReadOnlyList<SchemaJson>? items = null,
        IReadOnlyList<KeyValuePair<string, SchemaJson>>? members = null)
    {
        Kind = kind;
        Text = text;
        Line = line;
        Column = column;
        Items = items ?? NoItems;
        Members = members ?? NoMembers;
    }

    /// <summary>What the value is.</summary>
    public SchemaJsonKind Kind { get; }

    /// <summary>The text of a string (unescaped), a number (as written) or a literal; empty for arrays and objects.</summary>
    public string Text { get; }

    /// <summary>Line in the source text, from 1.</summary>
    public int Line { get; }

    /// <summary>Column in the source text, from 1.</summary>
    public int Column { get; }

    /// <summary>Items of an array.</summary>
    public IReadOnlyList<SchemaJson> Items { get; }

    /// <summary>Members of an object, in the order of the text.</summary>
    public IReadOnlyList<KeyValuePair<string, SchemaJson>> Members { get; }

    /// <summary>Parses a JSON text.</summary>
    /// <exception cref="SchemaParseException">The text is not JSON, nests deeper than 200, or repeats a member name.</exception>
    public static SchemaJson Parse(string text) => new SchemaJsonReader(text).ReadDocument();

    /// <summary>The member of an object by name, or null.</summary>
    public SchemaJson? this[string name]
    {
        get
        {
            foreach (var member in Members)
            {
                if (string.Equals(member.Key, name, StringComparison.Ordinal))
                {
                    return member.Value;
                }
            }

            return null;
        }
    }

    /// <summary>Compact JSON.</summary>
    public override string ToString() => SchemaJsonWriter.Write(this);

    internal SchemaParseException Error(string reason) => new(reason, Line, Column);
}
