using Confluent.Kafka;
using Syntra.Contracts;

namespace Syntra.Fusion.Objects.Queues;

/// <summary>An instruction on its way to a receipt.</summary>
internal sealed class ObjectWork(ObjectInstruction instruction, TopicPartition source, long offset, DateTimeOffset receivedAt)
{
    public ObjectInstruction Instruction { get; } = instruction;

    public TopicPartition Source { get; } = source;

    public long Offset { get; } = offset;

    public DateTimeOffset ReceivedAt { get; } = receivedAt;

    /// <summary>Came after this life began, so that no life before it can have tried it.</summary>
    public bool IsNew { get; init; }

    /// <summary>Attempts begun.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset? FirstSentAt { get; set; }

    public DateTimeOffset? SentAt { get; set; }
}

/// <summary>What leaves for one object: the newest version, and the older ones that it makes unnecessary, oldest first.</summary>
internal sealed record Flight(ObjectLane Lane, ObjectWork Work, IReadOnlyList<ObjectWork> Superseded);
