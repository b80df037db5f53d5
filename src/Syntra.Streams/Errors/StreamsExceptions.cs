namespace Syntra.Streams.Errors;

/// <summary>A failure that stops the application. The message names codes and places, never payloads.</summary>
public class StreamsException : Exception
{
    /// <summary>A failure without details.</summary>
    public StreamsException()
    {
    }

    /// <summary>A failure, and what to do about it.</summary>
    public StreamsException(string message)
        : base(message)
    {
    }

    /// <summary>A failure, what to do about it, and its cause.</summary>
    public StreamsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Where the record's failure was thrown: type and stack, for a developer. The original exception is not kept, since its
    /// message may quote the record (as a parser's does).
    /// </summary>
    public string? Origin { get; init; }
}

/// <summary>A record that cannot be deserialised.</summary>
internal sealed class PoisonRecordException(string node, Exception cause) : Exception("The record cannot be deserialised.", cause)
{
    public string Node => node;
}

/// <summary>An output record that can never be written: its serde refuses it, or the broker does.</summary>
internal sealed class OutputRefusedException(string topic, Exception cause) : Exception($"A record for {topic} was refused.", cause);
