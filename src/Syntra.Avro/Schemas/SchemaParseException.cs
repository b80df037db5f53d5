using System;

namespace Syntra.Avro.Schemas;

/// <summary>A schema text that is not valid; says where in the text and why.</summary>
public sealed class SchemaParseException : AvroException
{
    /// <summary>Creates the exception without a message.</summary>
    public SchemaParseException()
    {
    }

    /// <summary>Creates the exception with the reason.</summary>
    public SchemaParseException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the reason and its cause.</summary>
    public SchemaParseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for one place of the schema text.</summary>
    /// <param name="reason">Why the text is refused.</param>
    /// <param name="line">Line of the text, from 1.</param>
    /// <param name="column">Column of the text, from 1.</param>
    public SchemaParseException(string reason, int line, int column)
        : base($"line {line}, column {column}: {reason}")
    {
        Reason = reason;
        Line = line;
        Column = column;
    }

    /// <summary>The reason without the place.</summary>
    public string Reason { get; } = "";

    /// <summary>Line of the text, from 1; 0 where unknown.</summary>
    public int Line { get; }

    /// <summary>Column of the text, from 1; 0 where unknown.</summary>
    public int Column { get; }
}
