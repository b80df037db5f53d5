using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>Old versions of the transaction requests do not know PRODUCER_FENCED.</summary>
internal static class TransactionErrors
{
    public static ErrorCode For(ErrorCode error, bool fencedIsKnown) =>
        error == ErrorCode.ProducerFenced && !fencedIsKnown ? ErrorCode.InvalidProducerEpoch : error;
}
