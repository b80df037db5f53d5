using Syntra.Contracts;
using Syntra.Streams.Processors;
using Syntra.Topology.Intake;
using Syntra.Topology.Posting;

namespace Syntra.Topology.Pipeline;

/// <summary>Dead letters of records that belong to no charge or encounter, so that only the dead-letter topic knows of them.</summary>
internal static class Refusals
{
    public static PostingOutput.Refuse Of(RecordMetadata origin, string node, string? key, Reason reason, long sourceVersion = 0) => new(new DeadLetter
    {
        Topic = origin.Topic,
        Partition = origin.Partition,
        Offset = origin.Offset,
        Node = node,
        ReasonCode = reason.Code,
        Reason = reason.Sentence,
        RecordId = Codes.QuotableToken(key),
        SourceVersion = sourceVersion,
        Amount = 0m,
    });
}
