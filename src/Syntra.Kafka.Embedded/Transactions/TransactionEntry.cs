using System.Collections.Immutable;
using Syntra.Kafka.Embedded.Groups;

namespace Syntra.Kafka.Embedded.Transactions;

/// <summary>What the broker knows of one transactional id at one moment; every change is a new record that is logged before it counts.</summary>
internal sealed record TransactionEntry(string TransactionalId, long ProducerId, short Epoch, int TimeoutMs)
{
    /// <summary>Epoch of the producer before the last bump; a client that retries after a lost answer still names it.</summary>
    public short LastEpoch { get; init; } = -1;

    public TransactionState State { get; init; } = TransactionState.Empty;

    public ImmutableHashSet<TopicPartition> Partitions { get; init; } = [];

    public long StartedMs { get; init; } = -1;

    public long UpdatedMs { get; init; }

    public TransactionEntry To(TransactionState state, long now) => this with { State = State.To(state), UpdatedMs = now };
}
