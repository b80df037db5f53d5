using System.Text.Json;

namespace Syntra.Streams.Errors;

/// <summary>A record for the dead-letter topic.</summary>
/// <param name="Key">The key, or null.</param>
/// <param name="Value">The value, or null.</param>
/// <param name="Headers">The headers, or null.</param>
public readonly record struct DeadLetterRecord(byte[]? Key, byte[]? Value, Headers? Headers);

/// <summary>Makes dead-letter records. The application supplies one, since only it knows whether payloads may be kept, and how.</summary>
public interface IDeadLetterEncoder
{
    /// <summary>Makes the record for one failure.</summary>
    DeadLetterRecord Encode(ErrorContext context);
}

/// <summary>The default: a JSON object that says where and why, without any payload. The record itself can be read again at its offset.</summary>
public sealed class JsonDeadLetterEncoder : IDeadLetterEncoder
{
    /// <inheritdoc />
    public DeadLetterRecord Encode(ErrorContext context)
    {
        var value = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["topic"] = context.Topic,
            ["partition"] = context.Partition,
            ["offset"] = context.Offset,
            ["timestamp"] = context.Timestamp,
            ["node"] = context.Node,
            ["task"] = context.TaskId.ToString(),
            ["reason"] = context.Reason,
            ["attempt"] = context.Attempt,
        });
        return new DeadLetterRecord(System.Text.Encoding.UTF8.GetBytes($"{context.Topic}/{context.Partition}/{context.Offset}"), value, context.Headers);
    }
}
