using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Syntra.Cerner.Millennium;

/// <summary>Writes records in Kafka transactions: readers see all of one or nothing. The second instance of an id shuts the first one out.</summary>
internal sealed class TransactionalWriter(ISourceKafka options, ILogger log) : IDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    private readonly IProducer<string, byte[]> _producer = KafkaClients.Producer(options, log);

    /// <summary>Called between the last record and the commit; tests break off here.</summary>
    internal Action? BeforeCommit { get; set; }

    public void Dispose() => _producer.Dispose();

    /// <summary>Ends whatever an earlier instance left open, and shuts it out.</summary>
    /// <param name="topic">A topic that the writer will write.</param>
    /// <param name="ct">Ends the retries.</param>
    internal void Start(string topic, CancellationToken ct)
    {
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        KafkaClients.Partitions(admin, topic, CallTimeout);
        Retry(() => _producer.InitTransactions(CallTimeout), ct);
    }

    /// <summary>Commits the records, or nothing of them.</summary>
    /// <exception cref="KafkaTxnRequiresAbortException">Nothing was written and the transaction is aborted: poll again.</exception>
    /// <exception cref="KafkaException">Fenced, fatal or unknown: the writer is of no more use.</exception>
    internal void Write(IEnumerable<(string Topic, Message<string, byte[]> Message)> records, CancellationToken ct)
    {
        _producer.BeginTransaction();
        try
        {
            foreach (var (topic, message) in records)
            {
                Produce(topic, message, ct);
            }

            BeforeCommit?.Invoke();
            Retry(() => _producer.CommitTransaction(CallTimeout), ct);
        }
        catch (KafkaTxnRequiresAbortException)
        {
            Retry(() => _producer.AbortTransaction(CallTimeout), ct);
            throw;
        }
    }

    private void Produce(string topic, Message<string, byte[]> message, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                // Without a delivery handler: a record that fails makes the commit fail.
                _producer.Produce(topic, message);
                return;
            }
            catch (ProduceException<string, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                ct.ThrowIfCancellationRequested();
                _producer.Poll(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    // These calls may simply be made again, and librdkafka goes on with what it had begun.
    private static void Retry(Action call, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                call();
                return;
            }
            catch (KafkaRetriableException)
            {
                ct.ThrowIfCancellationRequested();
            }
        }
    }
}
