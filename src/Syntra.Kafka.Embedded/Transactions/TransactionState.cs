using System.Collections.Frozen;

namespace Syntra.Kafka.Embedded.Transactions;

/// <summary>States of a transactional id; the numbers are those of Kafka's transaction log.</summary>
internal enum TransactionState : sbyte
{
    Empty = 0,
    Ongoing = 1,
    PrepareCommit = 2,
    PrepareAbort = 3,
    CompleteCommit = 4,
    CompleteAbort = 5,
}

/// <summary>Which state may follow which.</summary>
internal static class TransactionTransitions
{
    private static readonly FrozenSet<(TransactionState From, TransactionState To)> Allowed = new[]
    {
        (TransactionState.Empty, TransactionState.Empty),
        (TransactionState.Empty, TransactionState.Ongoing),
        (TransactionState.Ongoing, TransactionState.Ongoing),
        (TransactionState.Ongoing, TransactionState.PrepareCommit),
        (TransactionState.Ongoing, TransactionState.PrepareAbort),
        (TransactionState.PrepareCommit, TransactionState.CompleteCommit),
        (TransactionState.PrepareAbort, TransactionState.CompleteAbort),
        (TransactionState.CompleteCommit, TransactionState.Ongoing),
        (TransactionState.CompleteCommit, TransactionState.Empty),
        (TransactionState.CompleteAbort, TransactionState.Ongoing),
        (TransactionState.CompleteAbort, TransactionState.Empty),
    }.ToFrozenSet();

    public static bool IsPrepared(this TransactionState state) => state is TransactionState.PrepareCommit or TransactionState.PrepareAbort;

    public static TransactionState To(this TransactionState from, TransactionState to) => Allowed.Contains((from, to))
        ? to
        : throw new InvalidOperationException($"a transaction cannot go from {from} to {to}");
}
