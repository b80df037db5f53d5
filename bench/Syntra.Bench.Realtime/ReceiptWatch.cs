using Confluent.Kafka;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Topology.Topics;

namespace Syntra.Bench.Realtime;

/// <summary>Reads instructions and receipts as they are committed, and keeps for each event when it passed which stage.</summary>
internal sealed class ReceiptWatch : IDisposable
{
    private readonly IConsumer<string, byte[]?> consumer;
    private readonly AvroSerde<ObjectInstruction> instructions;
    private readonly AvroSerde<ObjectReceipt> receipts;
    private readonly Dictionary<string, bool> topics = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private readonly Task reading;
    private long acknowledged;

    internal ReceiptWatch(string bootstrapServers, ISchemaRegistryClient registry, TopicNames names, IReadOnlyList<ObjectKind> kinds, int partitions, int events)
    {
        instructions = new AvroSerde<ObjectInstruction>(registry);
        receipts = new AvroSerde<ObjectReceipt>(registry);
        Instructions = new ObjectInstruction?[events];
        Receipts = new ObjectReceipt?[events];
        Partitions = new int[events];
        consumer = new ConsumerBuilder<string, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers, GroupId = "bench-watch", EnableAutoCommit = false, IsolationLevel = IsolationLevel.ReadCommitted, FetchWaitMaxMs = 100,
        }).SetValueDeserializer(Deserializers.ByteArray!).SetLogHandler(static (_, _) => { }).Build();
        foreach (var kind in kinds)
        {
            topics[names.Object(kind)] = false;
            topics[names.ObjectReceipt(kind)] = true;
        }

        consumer.Assign(topics.Keys.SelectMany(t => Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(t, p, Offset.Beginning))));
        reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The instruction that an event led to.</summary>
    internal ObjectInstruction?[] Instructions { get; }

    /// <summary>Its first receipt.</summary>
    internal ObjectReceipt?[] Receipts { get; }

    /// <summary>Partition that it went through.</summary>
    internal int[] Partitions { get; }

    /// <summary>Receipts read.</summary>
    internal long Count => Interlocked.Read(ref acknowledged);

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Cancel();
        reading.GetAwaiter().GetResult();
        consumer.Dispose();
        stop.Dispose();
    }

    private void Read()
    {
        while (!stop.IsCancellationRequested)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(200)) is not { Message.Value: { } value } result)
            {
                continue;
            }

            if (topics[result.Topic])
            {
                var receipt = receipts.Deserialize(result.Topic, value);
                Keep(Receipts, PlannedEvent.IndexOf(receipt.TraceId), receipt);
                Interlocked.Increment(ref acknowledged);
            }
            else
            {
                var instruction = instructions.Deserialize(result.Topic, value);
                int index = PlannedEvent.IndexOf(instruction.TraceId);
                Keep(Instructions, index, instruction);
                if (index >= 0 && index < Partitions.Length)
                {
                    Partitions[index] = result.Partition.Value;
                }
            }
        }
    }

    private static void Keep<T>(T?[] all, int index, T value)
        where T : class
    {
        if (index >= 0 && index < all.Length)
        {
            all[index] ??= value;
        }
    }
}
