using System;

namespace Syntra.Avro;

/// <summary>A schema that is not valid Avro, data that does not fit its schema, or bytes that are no encoding of it. Never carries data values.</summary>
public class AvroException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public AvroException()
    {
    }

    /// <summary>Creates the exception with the reason.</summary>
    public AvroException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the reason and its cause.</summary>
    public AvroException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
