using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Syntra.Kafka.Embedded.Tests.Conformance;

public sealed class ProduceConsumeTests(Cluster cluster)
{
    [Fact]
    public async Task What_is_produced_is_consumed_with_key_value_headers_and_timestamp()
    {
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        using var producer = cluster.Producer();
        var sent = new Message<string, string>
        {
            Key = "k",
            Value = "v",
            Headers = [new Header("h", Encoding.UTF8.GetBytes("x"))],
            Timestamp = new Timestamp(1_600_000_000_123, TimestampType.CreateTime),
        };
        var placed = await producer.ProduceAsync(topic, sent);
        var got = Assert.Single(cluster.ReadAll(topic));
        Assert.Equal(0, placed.Offset.Value);
        Assert.Equal(("k", "v"), (got.Message.Key, got.Message.Value));
        Assert.Equal("x", Encoding.UTF8.GetString(got.Message.Headers[0].GetValueBytes()));
        Assert.Equal(1_600_000_000_123, got.Message.Timestamp.UnixTimestampMs);
        Assert.Equal(TimestampType.CreateTime, got.Message.Timestamp.Type);
    }

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    [InlineData(CompressionType.Zstd)]
    public async Task Every_codec_passes_through(CompressionType codec)
    {
        var topic = await cluster.CreateTopicAsync();
        using var producer = cluster.Producer(c =>
        {
            c.CompressionType = codec;
            c.LingerMs = 50;
        });
        var sent = Enumerable.Range(0, 1000).Select(i => $"value {i} {new string('x', 50)}").ToArray();
        await Task.WhenAll(sent.Select(v => producer.ProduceAsync(topic, new() { Key = "k", Value = v })));
        Assert.Equal(sent, cluster.ReadValues(topic));
    }

    [Fact]
    public async Task A_message_larger_than_the_topic_allows_is_refused()
    {
        var topic = await cluster.CreateTopicAsync(1, ("max.message.bytes", "1000"));
        using var producer = cluster.Producer();
        var error = await Assert.ThrowsAsync<ProduceException<string, string>>(
            () => producer.ProduceAsync(topic, new() { Key = "k", Value = new string('x', 5000) }));
        Assert.Equal(ErrorCode.MsgSizeTooLarge, error.Error.Code);
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_is_unknown()
    {
        using var producer = cluster.Producer(c => c.MessageTimeoutMs = 10_000);
        var error = await Assert.ThrowsAsync<ProduceException<string, string>>(
            () => producer.ProduceAsync(Cluster.NewName("absent"), new() { Key = "k", Value = "v" }));
        Assert.Contains(error.Error.Code, new[] { ErrorCode.UnknownTopicOrPart, ErrorCode.Local_UnknownTopic, ErrorCode.Local_MsgTimedOut });
    }

    [Fact]
    public async Task An_idempotent_producer_keeps_order_over_many_batches()
    {
        var topic = await cluster.CreateTopicAsync();
        using var producer = cluster.Producer(c =>
        {
            c.EnableIdempotence = true;
            c.BatchNumMessages = 20;
        });
        var sent = Enumerable.Range(0, 5000).Select(i => i.ToString()).ToArray();
        await Task.WhenAll(sent.Select(v => producer.ProduceAsync(topic, new() { Key = "k", Value = v })));
        Assert.Equal(sent, cluster.ReadValues(topic));
    }

    [Fact]
    public async Task Log_append_time_stamps_records_with_the_brokers_clock()
    {
        var topic = await cluster.CreateTopicAsync(1, ("message.timestamp.type", "LogAppendTime"));
        using var producer = cluster.Producer();
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await producer.ProduceAsync(topic, new() { Key = "k", Value = "v", Timestamp = new Timestamp(1000, TimestampType.CreateTime) });
        var got = Assert.Single(cluster.ReadAll(topic));
        Assert.Equal(TimestampType.LogAppendTime, got.Message.Timestamp.Type);
        Assert.InRange(got.Message.Timestamp.UnixTimestampMs, before - 5000, before + 60_000);
    }

    [Fact]
    public async Task Offsets_are_found_by_time()
    {
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        using var producer = cluster.Producer();
        for (var i = 0; i < 10; i++)
        {
            await producer.ProduceAsync(topic, new() { Key = "k", Value = "v", Timestamp = new Timestamp(1_000_000 + (i * 1000), TimestampType.CreateTime) });
        }

        using var consumer = cluster.Consumer();
        long At(long time) => consumer.OffsetsForTimes(
            [new TopicPartitionTimestamp(topic, 0, new Timestamp(time, TimestampType.CreateTime))], Hang.Limit)[0].Offset.Value;
        Assert.Equal(0, At(0));
        Assert.Equal(3, At(1_003_000));
        Assert.Equal(4, At(1_003_001));
        Assert.Equal(Offset.End.Value, At(2_000_000));
    }

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    public async Task Time_look_up_finds_the_record_inside_a_batch(CompressionType codec)
    {
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        using var producer = cluster.Producer(c =>
        {
            c.LingerMs = 200;
            c.CompressionType = codec;
        });
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => producer.ProduceAsync(
            topic, new() { Key = "k", Value = "v", Timestamp = new Timestamp(1_000_000 + i, TimestampType.CreateTime) })));
        using var admin = cluster.Admin();
        var listed = await admin.ListOffsetsAsync(
            [new TopicPartitionOffsetSpec { TopicPartition = new(topic, 0), OffsetSpec = OffsetSpec.ForTimestamp(1_000_042) }], new());
        Assert.Equal(42, listed.ResultInfos[0].TopicPartitionOffsetError.Offset.Value);
        var latest = await admin.ListOffsetsAsync(
            [new TopicPartitionOffsetSpec { TopicPartition = new(topic, 0), OffsetSpec = OffsetSpec.MaxTimestamp() }], new());
        Assert.Equal(99, latest.ResultInfos[0].TopicPartitionOffsetError.Offset.Value);
    }

    /// <summary>The end marker of a transaction has a time too, and it may be the highest.</summary>
    [Fact]
    public async Task The_highest_time_is_found_behind_a_transaction()
    {
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        using var producer = cluster.TransactionalProducer(Cluster.NewName("tx"));
        producer.BeginTransaction();
        await producer.ProduceAsync(topic, new() { Key = "k", Value = "v", Timestamp = new Timestamp(1_000_000, TimestampType.CreateTime) });
        producer.CommitTransaction();
        using var admin = cluster.Admin();
        var latest = await admin.ListOffsetsAsync(
            [new TopicPartitionOffsetSpec { TopicPartition = new(topic, 0), OffsetSpec = OffsetSpec.MaxTimestamp() }], new());
        Assert.InRange(latest.ResultInfos[0].TopicPartitionOffsetError.Offset.Value, 0, 1);
    }

    [Fact]
    public async Task A_waiting_fetch_is_answered_as_soon_as_a_record_arrives()
    {
        var topic = await cluster.CreateTopicAsync();
        using var consumer = cluster.Consumer(configure: c =>
        {
            c.FetchWaitMaxMs = 240_000;
            c.SocketTimeoutMs = 270_000;
            c.EnablePartitionEof = false;
        });
        consumer.Assign(new TopicPartitionOffset(topic, 0, 0));
        consumer.Consume(TimeSpan.FromMilliseconds(500));
        using var producer = cluster.Producer();
        await producer.ProduceAsync(topic, new() { Key = "k", Value = "v" });

        // Long before the wait would end by itself.
        Assert.Equal("v", consumer.Consume(Hang.Limit)?.Message.Value);
    }

    [Fact]
    public async Task A_consumer_at_the_tail_keeps_its_connection_over_many_waits()
    {
        var topic = await cluster.CreateTopicAsync();
        var errors = new List<string>();
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig { BootstrapServers = cluster.Bootstrap, GroupId = "tail" })
            .SetErrorHandler((_, e) => errors.Add(e.ToString())).SetLogHandler((_, m) => errors.Add(m.Message)).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, 0));
        using var producer = cluster.Producer(c => c.LingerMs = 0);
        var producing = Task.Run(async () =>
        {
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            var start = TimeProvider.System.GetTimestamp();
            for (var i = 0; i < 3000; await pace.WaitForNextTickAsync())
            {
                for (var due = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds; i < 3000 && i <= due; i++)
                {
                    producer.Produce(topic, new() { Key = "k", Value = $"{i}" });
                }
            }
        });
        for (var i = 0; i < 3000; i++)
        {
            Assert.Equal($"{i}", consumer.Consume(Hang.Limit)?.Message.Value);
        }

        await producing;
        Assert.Empty(errors);
    }
}
