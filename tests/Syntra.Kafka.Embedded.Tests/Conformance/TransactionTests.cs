using Confluent.Kafka;

namespace Syntra.Kafka.Embedded.Tests.Conformance;

public sealed class TransactionTests(Cluster cluster)
{
    private static readonly TimeSpan Limit = Hang.Limit;

    [Fact]
    public async Task Read_committed_sees_committed_records_and_no_aborted_ones()
    {
        var topic = await cluster.CreateTopicAsync();
        using var producer = cluster.TransactionalProducer(Cluster.NewName("tx"));
        Transaction(producer, topic, "a", commit: true);
        Transaction(producer, topic, "b", commit: false);
        Transaction(producer, topic, "c", commit: true);
        await cluster.AssertCommittedAsync(["a", "c"], topic);
        Assert.Equal(["a", "b", "c"], cluster.ReadValues(topic, IsolationLevel.ReadUncommitted));
    }

    [Fact]
    public async Task An_open_transaction_holds_read_committed_back_and_its_end_lets_it_go_on()
    {
        var topic = await cluster.CreateTopicAsync();
        using var open = cluster.TransactionalProducer(Cluster.NewName("tx"));
        using var plain = cluster.Producer();
        open.BeginTransaction();
        await open.ProduceAsync(topic, new() { Key = "k", Value = "in" });
        await plain.ProduceAsync(topic, new() { Key = "k", Value = "after" });
        Assert.Empty(cluster.ReadValues(topic));
        open.CommitTransaction(Limit);
        await cluster.AssertCommittedAsync(["in", "after"], topic);
    }

    [Fact]
    public async Task A_transaction_over_many_partitions_is_all_or_nothing()
    {
        var topic = await cluster.CreateTopicAsync(4);
        using var producer = cluster.TransactionalProducer(Cluster.NewName("tx"));
        foreach (var commit in new[] { false, true, false, true })
        {
            producer.BeginTransaction();
            for (var p = 0; p < 4; p++)
            {
                await producer.ProduceAsync(new TopicPartition(topic, p), new() { Key = "k", Value = commit ? "yes" : "no" });
            }

            End(producer, commit);
        }

        for (var p = 0; p < 4; p++)
        {
            await cluster.AssertCommittedAsync(["yes", "yes"], topic, p);
        }
    }

    [Fact]
    public async Task A_second_producer_with_the_same_id_fences_the_first_and_aborts_its_transaction()
    {
        var topic = await cluster.CreateTopicAsync();
        var id = Cluster.NewName("tx");
        using var zombie = cluster.TransactionalProducer(id);
        zombie.BeginTransaction();
        await zombie.ProduceAsync(topic, new() { Key = "k", Value = "zombie" });
        using var successor = cluster.TransactionalProducer(id);
        Transaction(successor, topic, "successor", commit: true);
        var fenced = Assert.ThrowsAny<KafkaException>(() => zombie.CommitTransaction(Limit));
        Assert.True(fenced.Error.IsFatal, fenced.Error.ToString());
        await cluster.AssertCommittedAsync(["successor"], topic);
    }

    [Fact]
    public async Task A_fenced_producer_cannot_write_any_more()
    {
        var topic = await cluster.CreateTopicAsync();
        var id = Cluster.NewName("tx");
        using var zombie = cluster.TransactionalProducer(id);
        Transaction(zombie, topic, "before", commit: true);
        using var successor = cluster.TransactionalProducer(id);
        zombie.BeginTransaction();
        await Assert.ThrowsAnyAsync<KafkaException>(async () =>
        {
            await zombie.ProduceAsync(topic, new() { Key = "k", Value = "zombie" });
            zombie.CommitTransaction(Limit);
        });
        Transaction(successor, topic, "after", commit: true);
        await cluster.AssertCommittedAsync(["before", "after"], topic);
    }

    [Fact]
    public async Task A_transaction_that_runs_out_of_time_is_aborted_by_the_coordinator()
    {
        var topic = await cluster.CreateTopicAsync();
        using var slow = cluster.TransactionalProducer(Cluster.NewName("tx"), timeoutMs: 2000);
        using var plain = cluster.Producer();
        slow.BeginTransaction();
        await slow.ProduceAsync(topic, new() { Key = "k", Value = "late" });
        await plain.ProduceAsync(topic, new() { Key = "k", Value = "plain" });
        await Eventually.Async(() => cluster.ReadValues(topic).SequenceEqual(["plain"]), Hang.Limit);
        Assert.ThrowsAny<KafkaException>(() => slow.CommitTransaction(Limit));
    }

    [Fact]
    public async Task Offsets_in_a_transaction_count_when_it_commits_and_not_when_it_aborts()
    {
        var topic = await cluster.CreateTopicAsync();
        var group = Cluster.NewName("g");
        using var producer = cluster.TransactionalProducer(Cluster.NewName("tx"));
        using var consumer = cluster.Consumer(group);
        var partition = new TopicPartition(topic, 0);
        foreach (var (offset, commit, expected) in new[] { (5, true, 5L), (9, false, 5L), (7, true, 7L) })
        {
            producer.BeginTransaction();
            producer.SendOffsetsToTransaction([new(partition, offset)], consumer.ConsumerGroupMetadata, Limit);
            End(producer, commit);
            Assert.Equal(expected, consumer.Committed([partition], Limit)[0].Offset.Value);
        }
    }

    [Fact]
    public async Task Records_of_many_interleaved_transactions_come_out_committed_only_and_in_order()
    {
        var topic = await cluster.CreateTopicAsync();
        var producers = Enumerable.Range(0, 4).Select(_ => cluster.TransactionalProducer(Cluster.NewName("tx"))).ToArray();
        var random = new Random(7);
        var expected = new List<string>();
        for (var round = 0; round < 15; round++)
        {
            var commits = producers.Select(_ => random.Next(2) == 0).ToArray();
            foreach (var p in producers)
            {
                p.BeginTransaction();
            }

            for (var i = 0; i < 5; i++)
            {
                var who = random.Next(producers.Length);
                var value = $"{round}/{i}";
                await producers[who].ProduceAsync(topic, new() { Key = "k", Value = value });
                if (commits[who])
                {
                    expected.Add(value);
                }
            }

            for (var i = 0; i < producers.Length; i++)
            {
                End(producers[i], commits[i]);
            }
        }

        await cluster.AssertCommittedAsync(expected, topic);
        Array.ForEach(producers, p => p.Dispose());
    }

    private static void Transaction(IProducer<string, string> producer, string topic, string value, bool commit)
    {
        producer.BeginTransaction();
        producer.Produce(topic, new() { Key = "k", Value = value });
        producer.Flush(Limit);
        End(producer, commit);
    }

    private static void End(IProducer<string, string> producer, bool commit)
    {
        if (commit)
        {
            producer.CommitTransaction(Limit);
        }
        else
        {
            producer.AbortTransaction(Limit);
        }
    }
}
