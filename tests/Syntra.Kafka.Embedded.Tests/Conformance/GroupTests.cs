using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Syntra.Kafka.Embedded.Tests.Conformance;

public sealed class GroupTests(Cluster cluster)
{
    private static readonly TimeSpan Limit = Hang.Limit;

    [Theory]
    [InlineData(PartitionAssignmentStrategy.Range)]
    [InlineData(PartitionAssignmentStrategy.RoundRobin)]
    [InlineData(PartitionAssignmentStrategy.CooperativeSticky)]
    public async Task Members_share_the_partitions_and_take_over_from_one_that_leaves(PartitionAssignmentStrategy strategy)
    {
        var topic = await cluster.CreateTopicAsync(4);
        var group = Cluster.NewName("g");
        using var first = cluster.Consumer(group, c => c.PartitionAssignmentStrategy = strategy);
        first.Subscribe(topic);
        await UntilAssigned(4, first);
        var second = cluster.Consumer(group, c => c.PartitionAssignmentStrategy = strategy);
        second.Subscribe(topic);
        await Eventually.Async(() => Poll(first) == 2 & Poll(second) == 2, Limit);
        Assert.Empty(first.Assignment.Intersect(second.Assignment));
        second.Close();
        second.Dispose();
        await UntilAssigned(4, first);
    }

    [Fact]
    public async Task Committed_offsets_are_where_the_next_member_starts()
    {
        var topic = await cluster.CreateTopicAsync();
        var group = Cluster.NewName("g");
        using var producer = cluster.Producer();
        for (var i = 0; i < 10; i++)
        {
            await producer.ProduceAsync(topic, new() { Key = "k", Value = i.ToString() });
        }

        using (var consumer = cluster.Consumer(group))
        {
            consumer.Subscribe(topic);
            var read = Next(consumer, 4);
            consumer.Commit(read[^1]);
            consumer.Close();
        }

        using var later = cluster.Consumer(group);
        later.Subscribe(topic);
        Assert.Equal("4", Next(later, 1)[0].Message.Value);
    }

    [Fact]
    public async Task A_static_member_that_comes_back_gets_its_partitions_without_a_rebalance()
    {
        var topic = await cluster.CreateTopicAsync(2);
        var group = Cluster.NewName("g");
        using var stays = cluster.Consumer(group, c => c.GroupInstanceId = "stays");
        var leaves = cluster.Consumer(group, c =>
        {
            c.GroupInstanceId = "leaves";
            c.SessionTimeoutMs = 20_000;
        });
        stays.Subscribe(topic);
        leaves.Subscribe(topic);
        // Both are polled each time: a member that is not cannot give up what the other waits for.
        await Eventually.Async(() => Poll(stays) == 1 & Poll(leaves) == 1, Limit);
        var held = leaves.Assignment.Single();
        leaves.Dispose();
        var rebalances = 0;
        using var back = new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = cluster.Bootstrap,
            GroupId = group,
            GroupInstanceId = "leaves",
            SessionTimeoutMs = 20_000,
        }).SetPartitionsAssignedHandler((_, _) => rebalances++).Build();
        back.Subscribe(topic);
        await UntilAssigned(1, back);
        Assert.Equal(held, back.Assignment.Single());
        Assert.Equal(1, rebalances);
        Assert.Single(stays.Assignment);
        using var admin = cluster.Admin();
        var described = await admin.DescribeConsumerGroupsAsync([group]);
        Assert.Equal(ConsumerGroupState.Stable, described.ConsumerGroupDescriptions[0].State);
        Assert.Equal(2, described.ConsumerGroupDescriptions[0].Members.Count);
    }

    [Fact]
    public async Task A_member_that_falls_silent_is_removed_after_its_session()
    {
        var topic = await cluster.CreateTopicAsync(2);
        var group = Cluster.NewName("g");
        using var silent = cluster.Consumer(group, c =>
        {
            c.SessionTimeoutMs = 6000;
            c.MaxPollIntervalMs = 6000;
        });
        silent.Subscribe(topic);
        await UntilAssigned(2, silent);
        using var other = cluster.Consumer(group);
        other.Subscribe(topic);
        await UntilAssigned(2, other);
    }

    [Fact]
    public async Task Groups_are_listed_described_and_deleted()
    {
        var topic = await cluster.CreateTopicAsync();
        var group = Cluster.NewName("g");
        using var admin = cluster.Admin();
        using (var consumer = cluster.Consumer(group))
        {
            consumer.Subscribe(topic);
            await UntilAssigned(1, consumer);
            consumer.Commit([new(topic, 0, 3)]);
            var listed = await admin.ListConsumerGroupsAsync();
            Assert.Contains(listed.Valid, g => g.GroupId == group && g.State == ConsumerGroupState.Stable);
            var refused = await Assert.ThrowsAsync<DeleteGroupsException>(() => admin.DeleteGroupsAsync([group]));
            Assert.Equal(ErrorCode.NonEmptyGroup, refused.Results[0].Error.Code);
            consumer.Close();
        }

        var offsets = await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(group, [new(topic, 0)])]);
        Assert.Equal(3, offsets[0].Partitions[0].Offset.Value);
        await admin.DeleteGroupsAsync([group]);
        Assert.DoesNotContain((await admin.ListConsumerGroupsAsync()).Valid, g => g.GroupId == group);
    }

    [Fact]
    public async Task Offsets_of_a_group_can_be_altered_and_deleted()
    {
        var topic = await cluster.CreateTopicAsync(2);
        var group = Cluster.NewName("g");
        using var admin = cluster.Admin();
        await admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(group, [new(topic, 0, 11), new(topic, 1, 22)])]);
        await admin.DeleteConsumerGroupOffsetsAsync(group, [new(topic, 0)]);
        var left = await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(group, null!)]);
        var only = Assert.Single(left[0].Partitions);
        Assert.Equal((1, 22L), (only.Partition.Value, only.Offset.Value));
    }

    private static int Poll(IConsumer<string, string> consumer)
    {
        consumer.Consume(TimeSpan.FromMilliseconds(20));
        return consumer.Assignment.Count;
    }

    private static Task UntilAssigned(int count, IConsumer<string, string> consumer) => Eventually.Async(() => Poll(consumer) == count, Limit);

    private static List<ConsumeResult<string, string>> Next(IConsumer<string, string> consumer, int count)
    {
        var result = new List<ConsumeResult<string, string>>();
        while (result.Count < count)
        {
            var next = consumer.Consume(Limit) ?? throw new TimeoutException("nothing to read");
            if (!next.IsPartitionEOF)
            {
                result.Add(next);
            }
        }

        return result;
    }
}
