using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Syntra.Kafka.Embedded.Tests.Internals;
using Syntra.Kafka.Embedded.Tests.Protocol;
using Syntra.Kafka.Embedded.Wire;
using ErrorCode = Syntra.Kafka.Embedded.Wire.ErrorCode;
using KafkaErrorCode = Confluent.Kafka.ErrorCode;

namespace Syntra.Kafka.Embedded.Tests.Conformance;

public sealed class AdminTests(Cluster cluster)
{
    private static readonly TimeSpan Limit = Hang.Limit;

    [Theory]
    [InlineData("same", 1, 1, "", "", KafkaErrorCode.TopicAlreadyExists)]
    [InlineData("bad name!", 1, 1, "", "", KafkaErrorCode.TopicException)]
    [InlineData("fresh", 0, 1, "", "", KafkaErrorCode.InvalidPartitions)]
    [InlineData("fresh", 1, 99, "", "", KafkaErrorCode.InvalidReplicationFactor)]
    [InlineData("fresh", 1, 1, "no.such.setting", "1", KafkaErrorCode.InvalidConfig)]
    [InlineData("fresh", 1, 1, "retention.ms", "long", KafkaErrorCode.InvalidConfig)]
    [InlineData("fresh", 1, 1, "cleanup.policy", "shred", KafkaErrorCode.InvalidConfig)]
    public async Task A_topic_that_cannot_be_is_refused_with_its_reason(
        string name, int partitions, short replicas, string setting, string value, KafkaErrorCode expected)
    {
        using var admin = cluster.Admin();
        var topic = name switch
        {
            "same" => await cluster.CreateTopicAsync(),
            "fresh" => Cluster.NewName("refused"),
            _ => name,
        };
        var specification = new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = replicas };
        if (setting.Length > 0)
        {
            specification.Configs = new() { [setting] = value };
        }

        var error = await Assert.ThrowsAsync<CreateTopicsException>(() => admin.CreateTopicsAsync([specification]));
        Assert.Equal(expected, error.Results[0].Error.Code);
    }

    [Fact]
    public void The_answer_to_a_creation_carries_the_topics_configuration()
    {
        using var client = new RawClient(cluster.Bootstrap);
        var r = client.Call(ApiKey.CreateTopics, 7, flexible: true, w =>
        {
            w.ArrayLength(1);
            w.String(Cluster.NewName("configs"));
            w.Int32(3);
            w.Int16(1);
            w.ArrayLength(0);
            w.ArrayLength(1);
            w.String("retention.ms");
            w.String("12345");
            w.Tags();
            w.Tags();
            w.Int32(10_000);
            w.Bool(false);
            w.Tags();
        });
        r.Int32();
        Assert.Equal(1, r.ArrayLength());
        r.String();
        Assert.NotEqual(Guid.Empty, r.Uuid());
        Assert.Equal(0, r.Int16());
        r.NullableString();
        Assert.Equal((3, (short)1), (r.Int32(), r.Int16()));
        var configs = r.Array(x =>
        {
            var config = (Name: x.String(), Value: x.NullableString());
            x.Bool();
            x.Int8();
            x.Bool();
            x.Tags();
            return config;
        });
        Assert.Contains(("retention.ms", "12345"), configs);
        Assert.Contains(("cleanup.policy", "delete"), configs);
    }

    [Fact]
    public async Task Settings_are_described_changed_and_taken_back()
    {
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "5000000"));
        using var admin = cluster.Admin();
        var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
        async Task<ConfigEntryResult> Entry(string name) => (await admin.DescribeConfigsAsync([resource]))[0].Entries[name];
        Assert.Equal("5000000", (await Entry("retention.ms")).Value);
        Assert.True((await Entry("segment.bytes")).IsDefault);
        await admin.IncrementalAlterConfigsAsync(new() { [resource] =
        [
            new() { Name = "retention.ms", Value = "6000000", IncrementalOperation = AlterConfigOpType.Set },
            new() { Name = "cleanup.policy", Value = "compact", IncrementalOperation = AlterConfigOpType.Append },
        ]
        });
        await Eventually.Async(async () => (await Entry("retention.ms")).Value == "6000000", Limit);
        Assert.Equal(["compact", "delete"], (await Entry("cleanup.policy")).Value.Split(',').Order());
        await admin.IncrementalAlterConfigsAsync(new() { [resource] = [new() { Name = "retention.ms", IncrementalOperation = AlterConfigOpType.Delete }] });
        await Eventually.Async(async () => (await Entry("retention.ms")).Value == "604800000", Limit);
    }

    [Fact]
    public async Task Partitions_are_added_and_never_taken_away()
    {
        var topic = await cluster.CreateTopicAsync(2);
        using var admin = cluster.Admin();
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 5 }]);
        await Eventually.Async(() => admin.GetMetadata(topic, Limit).Topics[0].Partitions.Count == 5, Limit);
        var error = await Assert.ThrowsAsync<CreatePartitionsException>(
            () => admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 3 }]));
        Assert.Equal(KafkaErrorCode.InvalidPartitions, error.Results[0].Error.Code);
    }

    [Fact]
    public async Task Deleted_records_are_gone_and_the_rest_stays()
    {
        var topic = await cluster.CreateTopicAsync();
        await FillAsync(topic, 10);
        using var admin = cluster.Admin();
        var deleted = await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, 6)]);
        Assert.Equal(6, deleted[0].Offset.Value);
        Assert.Equal([6, 7, 8, 9], cluster.ReadAll(topic).Select(r => r.Offset.Value));
        using var consumer = cluster.Consumer();
        Assert.Equal((6L, 10L), Offsets(consumer.QueryWatermarkOffsets(new(topic, 0), Limit)));
    }

    [Fact]
    public async Task A_deleted_topic_is_gone_and_its_name_can_be_used_again()
    {
        var topic = await cluster.CreateTopicAsync();
        await FillAsync(topic, 3);
        using var admin = cluster.Admin();
        await admin.DeleteTopicsAsync([topic]);
        await Eventually.Async(() => TryCreate(admin, topic), Limit);
        Assert.Empty(cluster.ReadAll(topic));
    }

    [Fact]
    public async Task The_cluster_describes_itself()
    {
        using var admin = cluster.Admin();
        var described = await admin.DescribeClusterAsync();
        Assert.False(string.IsNullOrEmpty(described.ClusterId));
        Assert.NotEmpty(described.Nodes);
    }

    [Fact]
    public async Task Retention_by_time_removes_old_records_and_moves_the_start()
    {
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "1000"), ("segment.ms", "1000"), ("file.delete.delay.ms", "0"));
        await FillAsync(topic, 5);
        using var consumer = cluster.Consumer();
        // A cluster looks for expired segments every five minutes by default.
        var limit = Cluster.External is null ? Limit : TimeSpan.FromMinutes(7);
        await Eventually.Async(() => consumer.QueryWatermarkOffsets(new(topic, 0), Limit).Low.Value == 5, limit);
    }

    [Fact]
    public async Task A_compacted_topic_keeps_the_latest_value_of_each_key_and_their_order()
    {
        var topic = await cluster.CreateTopicAsync(
            1, ("cleanup.policy", "compact"), ("segment.ms", "100"), ("min.cleanable.dirty.ratio", "0.01"), ("delete.retention.ms", "100"));
        using var producer = cluster.Producer(c => c.LingerMs = 0);
        for (var i = 0; i < 60; i++)
        {
            await producer.ProduceAsync(topic, new() { Key = $"{i % 4}", Value = i < 56 || i % 4 != 3 ? $"{i}" : null! });
        }

        async Task<bool> CompactedAsync()
        {
            // The active segment is never compacted: the first record after segment.ms makes the broker roll it.
            await producer.ProduceAsync(topic, new() { Key = "roll", Value = "x" });
            var records = cluster.ReadAll(topic);
            Assert.Equal(records.Select(r => r.Offset.Value).Order(), records.Select(r => r.Offset.Value));
            Assert.Equal(["56", "57", "58"], records.Where(r => r.Message.Key != "roll" && r.Message.Key != "3")
                .GroupBy(r => r.Message.Key).Select(g => g.Last().Message.Value).Order());
            return records.Count(r => r.Message.Key is "0" or "1" or "2") == 3 && records.All(r => r.Message.Key != "3");
        }

        await Eventually.Async(CompactedAsync, Hang.Limit);
    }

    /// <summary>A new topic is in its first epoch, which ends where its log ends; an epoch to come is not known.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_end_of_a_leader_epoch_is_told(short version)
    {
        var topic = await cluster.CreateTopicAsync();
        await FillAsync(topic, 3);
        using var leader = cluster.RawLeader(topic);
        Assert.Equal((ErrorCode.None, 0, 3L), EpochEnd(leader, version, topic, current: 0, asked: 0));
        Assert.Equal(ErrorCode.UnknownLeaderEpoch, EpochEnd(leader, version, topic, current: 99, asked: 0).Error);
        Assert.Equal((ErrorCode.None, -1, -1L), EpochEnd(leader, version, topic, current: -1, asked: 99));
    }

    [Fact]
    public async Task Producers_and_transactions_are_described()
    {
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        var id = Cluster.NewName("tx");
        using var client = await cluster.RawCoordinatorAsync(id);
        using var leader = cluster.RawLeader(topic);
        var (_, producer, epoch) = client.InitProducer(id);
        client.AddPartition(id, producer, epoch, topic);
        leader.Produce(topic, TestLog.Batch([("k", "v")], producerId: producer, sequence: 0, attributes: 0x10, epoch: epoch), id);
        var described = client.Call(ApiKey.DescribeTransactions, 0, flexible: true, w =>
        {
            w.ArrayLength(1);
            w.String(id);
            w.Tags();
        });
        described.Int32();
        described.ArrayLength();
        Assert.Equal((0, id, "Ongoing"), (described.Int16(), described.String(), described.String()));
        var producers = leader.Call(ApiKey.DescribeProducers, 0, flexible: true, w =>
        {
            w.ArrayLength(1);
            w.String(topic);
            w.Int32Array(0);
            w.Tags();
            w.Tags();
        });
        producers.Int32();
        producers.ArrayLength();
        producers.String();
        producers.ArrayLength();
        Assert.Equal((0, 0), (producers.Int32(), producers.Int16()));
        producers.NullableString();
        Assert.Equal(1, producers.ArrayLength());
        Assert.Equal((producer, (int)epoch, 0), (producers.Int64(), producers.Int32(), producers.Int32()));
        var listed = client.Call(ApiKey.ListTransactions, 0, flexible: true, w =>
        {
            w.ArrayLength(1);
            w.String("Ongoing");
            w.ArrayLength(0);
            w.Tags();
        });
        listed.Int32();
        listed.Int16();
        listed.ArrayLength();
        var ids = listed.Array(r =>
        {
            var one = r.String();
            r.Int64();
            r.String();
            r.Tags();
            return one;
        });
        Assert.Contains(id, ids);
        client.EndTransaction(id, producer, epoch, commit: false);
    }

    private static (long Low, long High) Offsets(WatermarkOffsets offsets) => (offsets.Low.Value, offsets.High.Value);

    private static (ErrorCode Error, int Epoch, long End) EpochEnd(RawClient client, short version, string topic, int current, int asked)
    {
        var r = client.Call(ApiKey.OffsetForLeaderEpoch, version, flexible: version >= 4, w =>
        {
            if (version >= 3)
            {
                w.Int32(-1);
            }

            w.ArrayLength(1);
            w.String(topic);
            w.ArrayLength(1);
            w.Int32(0);
            w.Int32(current);
            w.Int32(asked);
            w.Tags();
            w.Tags();
            w.Tags();
        });
        r.Int32();
        r.ArrayLength();
        r.String();
        r.ArrayLength();
        var error = (ErrorCode)r.Int16();
        r.Int32();
        return (error, r.Int32(), r.Int64());
    }

    private static bool TryCreate(IAdminClient admin, string topic)
    {
        try
        {
            admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 1, ReplicationFactor = 1 }]).GetAwaiter().GetResult();
            return true;
        }
        catch (CreateTopicsException)
        {
            return false;
        }
    }

    private async Task FillAsync(string topic, int count)
    {
        using var producer = cluster.Producer();
        for (var i = 0; i < count; i++)
        {
            await producer.ProduceAsync(topic, new() { Key = "k", Value = $"{i}" });
        }
    }
}
