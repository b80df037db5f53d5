using Syntra.Streams.Processors;

namespace Syntra.Streams.Errors;

/// <summary>What to do with a record that failed.</summary>
public enum HandlerResponse
{
    /// <summary>Stop the application; the record is processed again after the cause was removed and the application restarted.</summary>
    Fail,

    /// <summary>Leave the record out, count it, and go on.</summary>
    Skip,

    /// <summary>Write it to the dead-letter topic in the same transaction, and go on.</summary>
    DeadLetter,
}

/// <summary>Where and what failed. Holds payload bytes, so it is for handlers and encoders, not for logs.</summary>
public sealed record ErrorContext
{
    /// <summary>The task.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>The node of the topology in which it failed.</summary>
    public required string Node { get; init; }

    /// <summary>The input topic; empty inside a punctuation.</summary>
    public required string Topic { get; init; }

    /// <summary>The input partition.</summary>
    public required int Partition { get; init; }

    /// <summary>The offset of the input record.</summary>
    public required long Offset { get; init; }

    /// <summary>The record's timestamp, in milliseconds since 1970 UTC.</summary>
    public required long Timestamp { get; init; }

    /// <summary>The input record's key, as it came.</summary>
    public ReadOnlyMemory<byte>? Key { get; init; }

    /// <summary>The input record's value, as it came.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>The input record's headers.</summary>
    public Headers? Headers { get; init; }

    /// <summary>What failed, as a stable word: the exception's type name.</summary>
    public required string Reason { get; init; }

    /// <summary>1 at first; one more for each time that the record was sent again from a dead-letter topic (header <see cref="AttemptHeader"/>).</summary>
    public required int Attempt { get; init; }

    /// <summary>The header in which a redrive carries the number of attempts so far, as decimal text.</summary>
    public const string AttemptHeader = "syntra-attempt";
}

/// <summary>Decides about records that cannot be deserialised.</summary>
public interface IDeserializationExceptionHandler
{
    /// <summary>Decides about one record.</summary>
    HandlerResponse Handle(ErrorContext context, Exception exception);
}

/// <summary>Decides about records on which a processor threw.</summary>
public interface IProcessingExceptionHandler
{
    /// <summary>Decides about one record. What the processor forwarded or stored before it threw stays.</summary>
    HandlerResponse Handle(ErrorContext context, Exception exception);
}

/// <summary>Decides about output records that the broker or a serde refused for good (for example, too large).</summary>
public interface IProductionExceptionHandler
{
    /// <summary>Decides about one record; <see cref="HandlerResponse.DeadLetter"/> dead-letters the input record.</summary>
    HandlerResponse Handle(ErrorContext context, Exception exception);
}

/// <summary>Handlers that always answer the same.</summary>
public sealed class FixedHandler(HandlerResponse response)
    : IDeserializationExceptionHandler, IProcessingExceptionHandler, IProductionExceptionHandler
{
    /// <summary>Stops the application.</summary>
    public static FixedHandler Fail { get; } = new(HandlerResponse.Fail);

    /// <summary>Leaves the record out and goes on.</summary>
    public static FixedHandler Skip { get; } = new(HandlerResponse.Skip);

    /// <summary>Writes the record to the dead-letter topic and goes on.</summary>
    public static FixedHandler DeadLetter { get; } = new(HandlerResponse.DeadLetter);

    /// <inheritdoc />
    public HandlerResponse Handle(ErrorContext context, Exception exception) => response;
}
