using Syntra.Streams.Dsl;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;

namespace Syntra.Streams.Tests.Cluster;

public sealed class GroupedTableClusterTests(KafkaCluster cluster)
{
    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Rows_that_move_between_groups_over_several_partitions_and_a_restart_are_counted_where_they_are(StoreKind kind)
    {
        const int Rows = 60;
        var input = await cluster.CreateTopicAsync("rows", 3, compacted: true);
        var output = await cluster.CreateTopicAsync("counts", 3);
        var config = new StreamsConfig
        {
            ApplicationId = cluster.Unique("groups"), BootstrapServers = cluster.Bootstrap, StateDirectory = cluster.NewFolder(), CommitInterval = TimeSpan.FromMilliseconds(40),
        };
        var topology = Counting(input, output, kind);
        Produce(round: 0);
        await using (await RunningApp.StartAsync(topology, config))
        {
            // One change when each row comes; then two whenever one moves.
            cluster.Read(output, Rows);
        }

        Produce(round: 1);
        await using (await RunningApp.StartAsync(topology, config))
        {
            Produce(round: 2);
            var all = cluster.Read(output, Rows * 5);

            var last = all.GroupBy(r => r.Message.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Message.Value, StringComparer.Ordinal);
            Assert.Equal(new Dictionary<string, string?> { ["g0"] = "0", ["g1"] = "0", ["g2"] = "30", ["g3"] = "30" }, last);
            Assert.All(all, r => Assert.InRange(int.Parse(r.Message.Value!, System.Globalization.CultureInfo.InvariantCulture), 0, Rows));
        }

        // Two groups at first, one further in each round.
        void Produce(int round) => cluster.Produce(input, Enumerable.Range(0, Rows).Select(i => ($"row{i}", (string?)$"g{(i % 2) + round}", 1_000L + round)));
    }

    private static Topology Counting(string input, string output, StoreKind kind)
    {
        var builder = new StreamsBuilder();
        builder.Table(input, Consumed.With(Serdes.String, Serdes.String), Materialized.As<string, string>("rows") with { Kind = kind })
            .GroupBy((row, group) => KeyValuePair.Create(group, row), Grouped.As("by-group", Serdes.String, Serdes.String))
            .Count(Materialized.As<string, long>("counts") with { Kind = kind })
            .ToStream()
            .MapValues(count => $"{count}")
            .To(output, Produced.With(Serdes.String, Serdes.String));
        return builder.Build();
    }
}
