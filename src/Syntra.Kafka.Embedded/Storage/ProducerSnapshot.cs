namespace Syntra.Kafka.Embedded.Storage;

/// <summary>One producer of a partition as an operator sees it.</summary>
internal readonly record struct ProducerSnapshot(
    long ProducerId, short Epoch, int LastSequence, long LastTimestamp, int CoordinatorEpoch, long TransactionStart);
