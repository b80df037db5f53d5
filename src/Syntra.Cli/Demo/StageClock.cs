using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;

namespace Syntra.Cli.Demo;

/// <summary>How long one stage took: how often, the median and the 99th percentile, in milliseconds.</summary>
internal sealed record StageTime(string Stage, long Count, double MedianMs, double P99Ms);

/// <summary>Times the stages from outside: when a charge is seen, committed, on the raw topic, as an instruction and as a receipt.</summary>
internal sealed class StageClock : IAsyncDisposable
{
    private readonly TopicNames topics;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stop = new();
    private readonly IConsumer<string, Ignore> consumer;
    private readonly Task reading;
    private readonly Dictionary<string, long> onRaw = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> asInstruction = new(StringComparer.Ordinal);
    private readonly List<double> mapping = [];
    private readonly List<double> delivering = [];
    private readonly Lock gate = new();

    internal StageClock(string bootstrapServers, TopicNames topics, TimeProvider time, ILogger log)
    {
        this.topics = topics;
        this.time = time;
        consumer = new ConsumerBuilder<string, Ignore>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = topics.Tenant + "-stage-clock",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Latest,
            IsolationLevel = IsolationLevel.ReadCommitted,
            FetchWaitMaxMs = 10,
        }).SetLogHandler((_, line) => ClientLog.Write(log, line)).Build();
        consumer.Assign(AllPartitions(bootstrapServers, log));
        reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The stages in the order in which a charge passes them.</summary>
    internal IReadOnlyList<StageTime> Timings(DeliverySnapshot delivery)
    {
        lock (gate)
        {
            return
            [
                Time("raw record to journal instruction (intake, mapping, posting)", mapping),
                Time("journal instruction to Fusion's receipt (batch, load, import, post)", delivering),
                .. delivery.Timings.Where(t => t.Count > 0).Select(t => new StageTime($"  batch in {t.State}", t.Count, t.Mean.TotalMilliseconds, t.Maximum.TotalMilliseconds)),
            ];
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await reading.ConfigureAwait(false);
        consumer.Dispose();
        stop.Dispose();
    }

    private IEnumerable<TopicPartitionOffset> AllPartitions(string bootstrapServers, ILogger log)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers })
            .SetLogHandler((_, line) => ClientLog.Write(log, line)).Build();
        string[] followed = [topics.RawCharge, topics.Journal, topics.JournalReceipt];
        return [.. admin.GetMetadata(TimeSpan.FromSeconds(20)).Topics
            .Where(topic => followed.Contains(topic.Topic))
            .SelectMany(topic => topic.Partitions.Select(p => new TopicPartitionOffset(topic.Topic, p.PartitionId, Offset.End)))];
    }

    private void Read()
    {
        while (!stop.IsCancellationRequested)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(50)) is { } result)
            {
                Note(result.Topic, result.Message.Key);
            }
        }
    }

    private void Note(string topic, string key)
    {
        long now = time.GetTimestamp();
        lock (gate)
        {
            if (topic == topics.RawCharge)
            {
                onRaw[key] = now;
            }
            else if (topic == topics.Journal)
            {
                asInstruction[key] = now;
                Add(mapping, onRaw, key, now);
            }
            else
            {
                Add(delivering, asInstruction, key, now);
            }
        }
    }

    private void Add(List<double> times, Dictionary<string, long> since, string key, long now)
    {
        if (since.Remove(key, out long begun))
        {
            times.Add(time.GetElapsedTime(begun, now).TotalMilliseconds);
        }
    }

    private static StageTime Time(string stage, List<double> times)
    {
        times.Sort();
        return times.Count == 0 ? new StageTime(stage, 0, 0, 0) : new StageTime(stage, times.Count, times[times.Count / 2], times[(int)(times.Count * 0.99)]);
    }
}
