using Confluent.Kafka;

namespace Syntra.Bench.Charges;

/// <summary>The peer: records from one topic to another, as fast as Confluent.Kafka goes without a framework.</summary>
internal static class BareLoop
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Copies <paramref name="records"/> records, committed ones only, keys and values as they are.</summary>
    internal static void Copy(string bootstrapServers, string from, string to, int records)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = "bench-bare-loop",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnableAutoCommit = false,
        }).Build();
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = bootstrapServers, EnableIdempotence = true, LingerMs = 5 }).Build();
        consumer.Subscribe(from);
        for (int copied = 0; copied < records;)
        {
            if (consumer.Consume(Patience) is not { } result)
            {
                throw new InvalidOperationException($"only {copied} of {records} records came");
            }
            Produce(producer, to, new Message<byte[], byte[]> { Key = result.Message.Key, Value = result.Message.Value });
            copied++;
        }
        producer.Flush(Patience);
    }

    private static void Produce(IProducer<byte[], byte[]> producer, string topic, Message<byte[], byte[]> message)
    {
        while (true)
        {
            try
            {
                producer.Produce(topic, message);
                return;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(10));
            }
        }
    }
}
