using Confluent.Kafka;

namespace Syntra.Bench.Engine.Soak;

/// <summary>A thread that keeps a backlog in the input topic: 14-byte keys of 10,000 kinds, 100-byte values.</summary>
internal sealed class SoakFeeder : IDisposable
{
    private const int Batch = 5_000;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private long _sent;
    private long _processed;

    public SoakFeeder(string bootstrap, string topic, int backlog)
    {
        _thread = new Thread(() => Run(bootstrap, topic, backlog)) { IsBackground = true, Name = "soak-feeder" };
        _thread.Start();
    }

    /// <summary>Records sent and not yet processed.</summary>
    public long Waiting => Volatile.Read(ref _sent) - Volatile.Read(ref _processed);

    /// <summary>Told how far the engine is, so as not to run ahead of it by more than the backlog.</summary>
    public void Processed(long count) => Volatile.Write(ref _processed, count);

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run(string bootstrap, string topic, int backlog)
    {
        var config = new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 5, EnableDeliveryReports = false, Partitioner = Partitioner.Murmur2Random };
        using var producer = new ProducerBuilder<byte[], byte[]>(config).Build();
        while (!_stop.IsSet)
        {
            if (Waiting >= backlog)
            {
                _stop.Wait(10);
                continue;
            }

            for (var i = 0; i < Batch; i++)
            {
                var record = FakeConsumer.Make((int)((_sent + i) % 1_000_000));
                ThroughBroker.Send(producer, topic, new Message<byte[], byte[]> { Key = record.Key!, Value = record.Value! });
            }

            Volatile.Write(ref _sent, _sent + Batch);
        }
    }
}
