using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Syntra.Fusion.Delivery.Log;

/// <summary>Runs one Kafka transaction to its end: repeats what may be repeated, aborts and begins again where the broker says so.</summary>
internal sealed class TransactionWriter(IProducer<string, byte[]?> producer, IConsumerGroupMetadata group, string producerId, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan s_call = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    public void Dispose() => producer.Dispose();

    public void Initialize(CancellationToken ct) => Repeat(() => producer.InitTransactions(s_call), ct);

    public void Commit(IReadOnlyList<LogEntry> entries, CancellationToken ct)
    {
        while (!TryCommit(entries, ct))
        {
            Pause(ct);
        }
    }

    private bool TryCommit(IReadOnlyList<LogEntry> entries, CancellationToken ct)
    {
        try
        {
            producer.BeginTransaction();
            foreach (var message in entries.SelectMany(e => e.Messages))
            {
                Produce(message, ct);
            }

            // Entries come in order, so the last offset of a partition is its newest.
            var offsets = entries.SelectMany(e => e.Offsets).GroupBy(o => o.TopicPartition).Select(g => g.Last()).ToList();
            if (offsets.Count > 0)
            {
                Repeat(() => producer.SendOffsetsToTransaction(offsets, group, s_call), ct);
            }

            Repeat(() => producer.CommitTransaction(s_call), ct);
            return true;
        }
        catch (KafkaTxnRequiresAbortException failure)
        {
            log.LogWarning("Transaction of {Count} entries is written again: {Reason}", entries.Count, failure.Error.Reason);
            Repeat(() => producer.AbortTransaction(s_call), ct);
            return false;
        }
        catch (KafkaException failure) when (failure is not KafkaRetriableException)
        {
            throw Ended(failure);
        }
    }

    private void Produce(LogMessage message, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                producer.Produce(new TopicPartition(message.Topic, message.Partition ?? Partition.Any), new Message<string, byte[]?> { Key = message.Key, Value = message.Value });
                return;
            }
            catch (ProduceException<string, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(s_pause);
                ct.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>The same call again, as the client asks for; a commit that timed out goes on where it was.</summary>
    private void Repeat(Action call, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                call();
                return;
            }
            catch (KafkaRetriableException failure)
            {
                log.LogDebug("Kafka transaction call is repeated: {Reason}", failure.Error.Reason);
                Pause(ct);
            }
        }
    }

    private Exception Ended(KafkaException failure) => failure.Error.Code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch
        ? new DeliveryFencedException(producerId, failure)
        : new SessionLostException($"The Kafka producer has ended ({failure.Error.Code}: {failure.Error.Reason})", failure);

    private void Pause(CancellationToken ct) => Task.Delay(s_pause, time, ct).GetAwaiter().GetResult();
}
