using System.Buffers.Binary;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Tests.Conformance;
using Syntra.Kafka.Embedded.Tests.Internals;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Tests.Protocol;

/// <summary>What the protocol documents, said byte by byte: holds for any Kafka, so it runs against the cluster under test.</summary>
public sealed class ErrorCodeTests(Cluster cluster)
{
    [Fact]
    public async Task A_batch_whose_crc_does_not_match_is_corrupt()
    {
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        using var client = cluster.RawLeader(topic);
        var batch = TestLog.Batch([("k", "v")]);
        batch[^1] ^= 1;
        Assert.Equal(ErrorCode.CorruptMessage, client.Produce(topic, batch).Error);
        Assert.Empty(cluster.ReadAll(topic));
    }

    [Fact]
    public async Task A_batch_without_its_highest_timestamp_is_found_by_time_all_the_same()
    {
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        using var client = cluster.RawLeader(topic);
        var batch = TestLog.Batch([("k", "v"), ("k", "w")], timestamp: 1_000_000);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(35), -1);
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(BatchHeader.CrcAt), Crc32C.Compute(batch.AsSpan(BatchHeader.CrcFrom)));
        Assert.Equal(ErrorCode.None, client.Produce(topic, batch).Error);
        using var consumer = cluster.Consumer();
        var found = consumer.OffsetsForTimes(
            [new(topic, 0, new Confluent.Kafka.Timestamp(999_999, Confluent.Kafka.TimestampType.CreateTime))], TimeSpan.FromSeconds(30));
        Assert.Equal(0, found[0].Offset.Value);
        Assert.Equal(2, cluster.ReadAll(topic).Count);
    }

    [Fact]
    public async Task A_batch_over_the_topics_limit_is_too_large()
    {
        var topic = await cluster.CreateTopicAsync(1, ("max.message.bytes", "500"));
        using var client = cluster.RawLeader(topic);
        Assert.Equal(ErrorCode.MessageTooLarge, client.Produce(topic, TestLog.Batch([("k", new string('x', 600))])).Error);
    }

    [Fact]
    public void A_topic_that_does_not_exist_is_unknown()
    {
        using var client = new RawClient(cluster.Bootstrap);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, client.Produce(Cluster.NewName("absent"), TestLog.Batch([("k", "v")])).Error);
    }

    [Fact]
    public async Task The_last_five_batches_of_a_producer_are_recognised_when_sent_again()
    {
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        using var client = cluster.RawLeader(topic);
        var (_, producer, _) = client.InitProducer(null);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal((ErrorCode.None, (long)i), client.Produce(topic, TestLog.Batch([("k", "v")], producerId: producer, sequence: i)));
        }

        for (var i = 3; i < 8; i++)
        {
            Assert.Equal((ErrorCode.None, (long)i), client.Produce(topic, TestLog.Batch([("k", "v")], producerId: producer, sequence: i)));
        }

        Assert.Equal(ErrorCode.OutOfOrderSequence, client.Produce(topic, TestLog.Batch([("k", "v")], producerId: producer, sequence: 10)).Error);
        Assert.Equal(8, cluster.ReadAll(topic).Count);
    }

    [Fact]
    public async Task A_batch_of_an_older_epoch_is_refused()
    {
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        using var client = cluster.RawLeader(topic);
        var (_, producer, _) = client.InitProducer(null);
        client.Produce(topic, TestLog.Batch([("k", "v")], producerId: producer, sequence: 0, epoch: 1));
        Assert.Equal(
            ErrorCode.InvalidProducerEpoch, client.Produce(topic, TestLog.Batch([("k", "v")], producerId: producer, sequence: 0, epoch: 0)).Error);
    }

    [Fact]
    public async Task Transactional_data_outside_a_transaction_is_refused()
    {
        Assert.SkipWhen(Cluster.External is not null, "clusters before transaction verification accept it");
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        var id = Cluster.NewName("tx");
        using var client = new RawClient(cluster.Bootstrap);
        var (_, producer, epoch) = client.InitProducer(id);
        var batch = TestLog.Batch([("k", "v")], producerId: producer, sequence: 0, attributes: 0x10, epoch: epoch);
        Assert.Equal(ErrorCode.InvalidTxnState, client.Produce(topic, batch, id).Error);
        Assert.Equal(ErrorCode.None, client.AddPartition(id, producer, epoch, topic));
        Assert.Equal(ErrorCode.None, client.Produce(topic, batch, id).Error);
        Assert.Equal(ErrorCode.None, client.EndTransaction(id, producer, epoch, commit: true));
        var late = TestLog.Batch([("k", "v")], producerId: producer, sequence: 1, attributes: 0x10, epoch: epoch);
        Assert.Equal(ErrorCode.InvalidTxnState, client.Produce(topic, late, id).Error);
    }

    [Fact]
    public async Task An_older_epoch_of_a_transactional_id_is_fenced_everywhere()
    {
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        var id = Cluster.NewName("tx");
        using var client = await cluster.RawCoordinatorAsync(id);
        var (_, producer, old) = client.InitProducer(id);
        client.InitProducer(id);
        var (_, _, current) = client.InitProducer(id);
        Assert.True(current > old);
        Assert.Equal(ErrorCode.ProducerFenced, client.AddPartition(id, producer, old, topic));
        Assert.Equal(ErrorCode.ProducerFenced, client.EndTransaction(id, producer, old, commit: true));
        Assert.Equal(ErrorCode.ProducerFenced, client.InitProducer(id, producerId: producer, epoch: old).Error);
        Assert.Equal(ErrorCode.InvalidRequest, client.InitProducer(id, producerId: producer, epoch: -1).Error);
        Assert.Equal(ErrorCode.InvalidProducerIdMapping, client.AddPartition(id, producer + 1_000_000, current, topic));
    }

    [Fact]
    public async Task A_producer_that_names_its_identity_goes_on_with_the_next_epoch_and_may_ask_again()
    {
        var id = Cluster.NewName("tx");
        using var client = await cluster.RawCoordinatorAsync(id);
        var (_, producer, epoch) = client.InitProducer(id);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal((ErrorCode.None, producer, (short)(epoch + 1)), client.InitProducer(id, producerId: producer, epoch: epoch));
        }

        Assert.Equal((ErrorCode.None, producer, (short)(epoch + 2)), client.InitProducer(id, producerId: producer, epoch: (short)(epoch + 1)));
    }

    [Fact]
    public async Task A_zombie_does_not_win_its_id_back_by_naming_the_identity_it_had()
    {
        var id = Cluster.NewName("tx");
        using var client = await cluster.RawCoordinatorAsync(id);
        var (_, producer, old) = client.InitProducer(id);
        var (_, _, successor) = client.InitProducer(id);
        Assert.Equal(ErrorCode.ProducerFenced, client.InitProducer(id, producerId: producer, epoch: old).Error);
        Assert.Equal((ErrorCode.None, producer, (short)(successor + 1)), client.InitProducer(id, producerId: producer, epoch: successor));
    }

    [Fact]
    public async Task Ending_a_transaction_twice_the_same_way_is_fine_and_the_other_way_is_not()
    {
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        var id = Cluster.NewName("tx");
        using var client = await cluster.RawCoordinatorAsync(id);
        var (_, producer, epoch) = client.InitProducer(id);
        Assert.Equal(ErrorCode.InvalidTxnState, client.EndTransaction(id, producer, epoch, commit: true));
        Assert.Equal(ErrorCode.None, client.AddPartition(id, producer, epoch, topic));
        Assert.Equal(ErrorCode.None, client.EndTransaction(id, producer, epoch, commit: true));
        Assert.Equal(ErrorCode.None, client.EndTransaction(id, producer, epoch, commit: true));
        Assert.Equal(ErrorCode.InvalidTxnState, client.EndTransaction(id, producer, epoch, commit: false));
    }

    [Fact]
    public async Task A_transaction_timeout_beyond_the_brokers_limit_is_refused()
    {
        var id = Cluster.NewName("tx");
        using var client = await cluster.RawCoordinatorAsync(id);
        Assert.Equal(ErrorCode.InvalidTransactionTimeout, client.InitProducer(id, timeoutMs: int.MaxValue).Error);
    }

    [Fact]
    public async Task Records_without_a_key_do_not_enter_a_compacted_topic()
    {
        var topic = await cluster.CreateTopicAsync(1, ("cleanup.policy", "compact"));
        using var producer = new Confluent.Kafka.ProducerBuilder<Confluent.Kafka.Null, string>(
            new Confluent.Kafka.ProducerConfig { BootstrapServers = cluster.Bootstrap }).Build();
        var error = await Assert.ThrowsAsync<Confluent.Kafka.ProduceException<Confluent.Kafka.Null, string>>(
            () => producer.ProduceAsync(topic, new() { Value = "v" }));
        Assert.Equal(Confluent.Kafka.ErrorCode.InvalidRecord, error.Error.Code);
    }
}
