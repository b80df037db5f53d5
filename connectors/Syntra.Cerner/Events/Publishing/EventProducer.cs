using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Syntra.Cerner.Events.Publishing;

/// <summary>An idempotent producer that answers for every record, and is replaced when librdkafka gives it up.</summary>
internal sealed class EventProducer(EventPublisherOptions options, ILogger log) : IDisposable
{
    // A client that is given up tells nothing of what it still held.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private IProducer<string, byte[]>? _producer;
    private volatile bool _broken;

    /// <summary>Sends the records in order and waits for all acknowledgements.</summary>
    /// <exception cref="PublishException">At least one was not acknowledged.</exception>
    internal Task ProduceAsync(IReadOnlyList<(string Topic, Message<string, byte[]> Message)> records, CancellationToken ct)
    {
        if (records.Count == 0)
        {
            return Task.CompletedTask;
        }

        var pending = new PendingAcks(records.Count, Report);
        try
        {
            var producer = Producer();
            foreach (var (topic, message) in records)
            {
                producer.Produce(topic, message, pending.Take);
            }
        }
        catch (KafkaException e)
        {
            // What was sent before may be written: the sender sends all of it again.
            throw Failure(e.Error, e);
        }
        catch (ObjectDisposedException e)
        {
            // Another call has just replaced the client that this one had at hand.
            throw new PublishException(PublishFault.Retriable, "Kafka client replaced", e);
        }

        return AcknowledgedAsync(pending.Done, ct);
    }

    private async Task AcknowledgedAsync(Task done, CancellationToken ct)
    {
        try
        {
            await done.WaitAsync(options.AckTimeout + Silence, TimeProvider.System, ct).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new PublishException(PublishFault.Retriable, "Kafka says nothing", e);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _producer?.Dispose();
            _producer = null;
        }
    }

    private IProducer<string, byte[]> Producer()
    {
        if (_producer is { } ready && !_broken)
        {
            return ready;
        }

        lock (_gate)
        {
            if (_broken)
            {
                _producer?.Dispose();
                _producer = null;
                _broken = false;
            }

            return _producer ??= Build();
        }
    }

    private IProducer<string, byte[]> Build() =>
        new ProducerBuilder<string, byte[]>(new ProducerConfig(new Dictionary<string, string>(options.ClientSettings, StringComparer.Ordinal))
        {
            BootstrapServers = options.BootstrapServers,
            EnableIdempotence = true,
            Acks = Acks.All,
            // A notification waits for its acknowledgement: batches gather by load alone.
            LingerMs = 1,
            SocketNagleDisable = true,
            MessageTimeoutMs = (int)options.AckTimeout.TotalMilliseconds,
            Partitioner = Partitioner.Murmur2Random,
            QueueBufferingMaxMessages = 20_000,
            MessageMaxBytes = options.MaxRecordBytes + 4096,
        })
            .SetErrorHandler((_, error) => Report(error))
            .SetLogHandler(static (_, _) => { })
            .Build();

    private void Report(Error error)
    {
        if (error.IsFatal)
        {
            _broken = true;
        }

        log.LogWarning("Kafka client reports {Code}{Fatal}", error.Code, error.IsFatal ? ", fatal" : "");
    }

    private static PublishException Failure(Error error, Exception? inner) => new(
        error.Code is ErrorCode.MsgSizeTooLarge ? PublishFault.TooLarge : PublishFault.Retriable, "Kafka " + error.Code, inner);

    /// <summary>Acknowledgements of one call.</summary>
    private sealed class PendingAcks(int count, Action<Error> report)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _open = count;

        internal Task Done => _done.Task;

        internal void Take(DeliveryReport<string, byte[]> delivery)
        {
            if (delivery.Error.IsError)
            {
                report(delivery.Error);
                _done.TrySetException(Failure(delivery.Error, null));
            }
            else if (Interlocked.Decrement(ref _open) == 0)
            {
                _done.TrySetResult();
            }
        }
    }
}
