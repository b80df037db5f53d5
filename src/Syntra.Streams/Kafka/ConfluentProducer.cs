using System.Diagnostics;
using Confluent.Kafka;
using Syntra.Streams.Errors;
using Syntra.Streams.Runtime;

namespace Syntra.Streams.Kafka;

/// <summary>A producer over Confluent.Kafka; retriable errors are retried here until the time is up.</summary>
internal sealed class ConfluentProducer : IStreamProducer
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly Action<DeliveryReport<byte[]?, byte[]?>>? _report;
    private readonly TimeSpan _timeout;
    private readonly Dictionary<(string Topic, int Partition), TopicPartition> _targets = [];
    private volatile KafkaException? _lost;

    public ConfluentProducer(IEnumerable<KeyValuePair<string, string>> settings, bool transactional, TimeSpan timeout, Action<LogMessage> log)
    {
        _timeout = timeout;
        _report = transactional ? null : Reported;
        _producer = new ProducerBuilder<byte[]?, byte[]?>(settings)
            .SetKeySerializer(Serializers.ByteArray)
            .SetValueSerializer(Serializers.ByteArray)
            .SetLogHandler((_, message) => log(message))
            .SetErrorHandler((_, _) => { })
            .Build();
    }

    public void InitTransactions() => Retry("init transactions", left => _producer.InitTransactions(left));

    public void BeginTransaction() => Retry("begin transaction", _ => _producer.BeginTransaction());

    public void Produce(string topic, int partition, byte[]? key, byte[]? value, long timestamp, Headers? headers)
    {
        var message = new Message<byte[]?, byte[]?>
        {
            Key = key,
            Value = value,
            Timestamp = new Timestamp(timestamp, TimestampType.CreateTime),
            Headers = HeaderMapping.ToClient(headers),
        };
        var target = Target(topic, partition);
        while (true)
        {
            try
            {
                _producer.Produce(target, message, _report);
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                // The broker is slower than we are: wait until something was sent.
                _producer.Poll(TimeSpan.FromMilliseconds(20));
            }
            catch (KafkaException e)
            {
                throw KafkaErrors.Map("produce", e);
            }
        }
    }

    public void Flush()
    {
        var start = Stopwatch.GetTimestamp();
        while (_producer.Flush(Step) > 0)
        {
            if (Stopwatch.GetElapsedTime(start) > _timeout)
            {
                throw new ClientException(ErrorKind.Abortable, "flush", "records were not acknowledged in time");
            }
        }

        if (_lost is { } lost)
        {
            throw KafkaErrors.Map("produce", lost);
        }
    }

    public void SendOffsets(IReadOnlyCollection<PartitionOffset> offsets, object groupMetadata)
    {
        var positions = offsets.Select(o => new TopicPartitionOffset(ConfluentConsumer.Tp(o.Partition), new Offset(o.Offset))).ToList();
        Retry("send offsets", left => _producer.SendOffsetsToTransaction(positions, (IConsumerGroupMetadata)groupMetadata, left));
    }

    public void CommitTransaction() => Retry("commit transaction", left => _producer.CommitTransaction(left));

    public void AbortTransaction() => Retry("abort transaction", left => _producer.AbortTransaction(left));

    public void Dispose() => _producer.Dispose();

    private void Reported(DeliveryReport<byte[]?, byte[]?> report)
    {
        if (report.Error.IsError)
        {
            _lost ??= new KafkaException(report.Error);
        }
    }

    private TopicPartition Target(string topic, int partition)
    {
        if (!_targets.TryGetValue((topic, partition), out var target))
        {
            target = new TopicPartition(topic, partition < 0 ? Partition.Any : new Partition(partition));
            _targets.Add((topic, partition), target);
        }

        return target;
    }

    /// <summary>Calls again while librdkafka says that the call can be resumed.</summary>
    private void Retry(string operation, Action<TimeSpan> call)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                call(Step);
                return;
            }
            catch (KafkaException e)
            {
                var mapped = KafkaErrors.Map(operation, e);
                if (mapped.Kind != ErrorKind.Retriable || Stopwatch.GetElapsedTime(start) > _timeout)
                {
                    throw mapped.Kind == ErrorKind.Retriable ? new ClientException(ErrorKind.Fatal, operation, mapped.Code, e) : mapped;
                }
            }
        }
    }
}
