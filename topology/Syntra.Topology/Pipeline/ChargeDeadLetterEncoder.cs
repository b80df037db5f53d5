using System.Text;
using Syntra.Contracts;
using Syntra.Governance.Keys;
using Syntra.Governance.Sealing;
using Syntra.Streams.Errors;
using Syntra.Streams.Serialization;
using Syntra.Topology.Intake;
using Syntra.Topology.Topics;

namespace Syntra.Topology.Pipeline;

/// <summary>
/// Writes the engine's failures as <see cref="DeadLetter"/> records: a record that cannot be decoded, or on which a step failed.
/// Says where the record lies, never what is in it.
/// </summary>
public sealed class ChargeDeadLetterEncoder(TopicNames topics, ChargeSerdes serdes) : IDeadLetterEncoder
{
    /// <inheritdoc />
    public DeadLetterRecord Encode(ErrorContext context)
    {
        var isSource = ChargePipeline.Sources.Contains(context.Node);
        var reason = !isSource ? ReasonCodes.ProcessingFailed
            : context.Reason is nameof(SealException) or nameof(KeyException) ? ReasonCodes.NotOpened
            : ReasonCodes.Undecodable;
        var recordId = RecordId(context.Key);
        var letter = new DeadLetter
        {
            Topic = context.Topic,
            Partition = context.Partition,
            Offset = context.Offset,
            Node = context.Node,
            ReasonCode = reason.Code,
            Reason = $"{reason.Sentence} Error: {context.Reason}.",
            RecordId = recordId,
            Amount = 0m,
        };
        var value = Serialized(letter);
        return new DeadLetterRecord(recordId is null ? null : Encoding.UTF8.GetBytes(recordId), value, Streams.Headers.Empty);
    }

    private byte[] Serialized(DeadLetter letter)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        ((ISerde<DeadLetter>)serdes.DeadLetter).Serialize(topics.DeadLetters, letter, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    // Keys are tokens; one that is none may hold anything, so it is not repeated.
    private static string? RecordId(ReadOnlyMemory<byte>? key) =>
        key is { Length: > 0 and <= Codes.Longest } bytes ? Codes.QuotableToken(Encoding.UTF8.GetString(bytes.Span)) : null;
}
