using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Cli.Indexing;
using Syntra.Cli.Operating;
using Syntra.Kafka.Embedded;

namespace Syntra.Cli.Tests.Indexing;

/// <summary>Records are found by what they are about, whatever happened to the index meanwhile.</summary>
public sealed class RecordIndexTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<IndexedTopic> Topics = [new("t", 2, record => [record.Key], record => ["v" + record.Value![0]])];

    private readonly string folder = Directory.CreateTempSubdirectory("syntra-index-").FullName;
    private readonly CancellationTokenSource limit = new(Hang.Limit);
    private EmbeddedKafka kafka = null!;

    public async ValueTask InitializeAsync()
    {
        kafka = await EmbeddedKafka.StartAsync(new EmbeddedKafkaOptions { DataDirectory = Path.Combine(folder, "kafka"), RegistryPort = null }, limit.Token);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 2, ReplicationFactor = 1 }]);
    }

    public async ValueTask DisposeAsync()
    {
        await kafka.DisposeAsync();
        limit.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Records_are_found_by_key_and_by_the_second_key_however_far_apart_they_lie_and_only_they_are_read()
    {
        Write(2000);
        using var lookup = Open(writable: true);

        Assert.Equal([7, 207, 1007], Numbers(lookup.With(["k7", "k207", "k1007", "none"], ["t"], limit.Token)));
        Assert.Equal(8, lookup.WithSecond(["v7"], "t", limit.Token).Count);
        Assert.Equal(2000, lookup.CaughtUp);
        Assert.Equal([("t", 11L)], lookup.Counts.Select(c => (c.Topic, c.Read)));
    }

    [Fact]
    public void A_second_opening_reads_only_what_is_new_and_a_reader_beside_the_writer_leaves_the_files_alone()
    {
        Write(500);
        Open(writable: true).Dispose();
        Write(10, from: 500);
        string before = Files();

        using (var reader = Open(writable: false))
        {
            Assert.InRange(reader.CaughtUp, 10, 12);
            Assert.Equal([3, 505], Numbers(reader.With(["k3", "k505"], ["t"], limit.Token)));
        }

        Assert.Equal(before, Files());
        using var writer = Open(writable: true);
        Assert.InRange(writer.CaughtUp, 10, 12);
        Assert.Equal([505], Numbers(writer.With(["k505"], ["t"], limit.Token)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    [InlineData(100_000)]
    public void Whatever_a_crash_cut_off_the_end_comes_again_and_nothing_is_found_twice(int lost)
    {
        Write(300);
        Open(writable: true).Dispose();
        foreach (string file in Directory.EnumerateFiles(Index, "*.idx"))
        {
            using var stream = new FileStream(file, FileMode.Open);
            stream.SetLength(Math.Max(0, stream.Length - lost));
        }

        using var lookup = Open(writable: true);

        Assert.Equal(Enumerable.Range(0, 300), Numbers(lookup.With([.. Enumerable.Range(0, 300).Select(i => "k" + i)], ["t"], limit.Token)));
        Assert.Equal(20, Enumerable.Range(0, 10).Sum(i => lookup.WithSecond(["v" + i], "t", limit.Token).Count));
    }

    [Fact]
    public async Task An_index_of_another_log_is_made_anew()
    {
        Write(300);
        Open(writable: true).Dispose();
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build())
        {
            await admin.DeleteTopicsAsync(["t"]);
            await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 2, ReplicationFactor = 1 }]);
        }
        Write(20, from: 900);

        using var lookup = Open(writable: true);

        Assert.Equal([901], Numbers(lookup.With(["k901", "k5"], ["t"], limit.Token)));
    }

    [Fact]
    public async Task An_index_of_another_cluster_is_recognised_and_made_anew_and_a_reader_leaves_it_alone()
    {
        Write(300);
        Open(writable: true).Dispose();
        Write(300, from: 300);
        await using var other = await EmbeddedKafka.StartAsync(new EmbeddedKafkaOptions { DataDirectory = Path.Combine(folder, "other"), RegistryPort = null }, limit.Token);
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = other.BootstrapServers }).Build())
        {
            await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 2, ReplicationFactor = 1 }]);
        }
        // Longer than what the index knows, so that only the cluster tells that its places are of other records.
        Write(400, from: 5000, other.BootstrapServers);
        string before = Files();

        using (var reader = RecordLookup.Open(Index, writable: false, Topics, other.BootstrapServers, NullLogger.Instance, limit.Token))
        {
            Assert.Contains("is of another Kafka cluster", reader.Anew, StringComparison.Ordinal);
            Assert.Equal([5007], Numbers(reader.With(["k7", "k5007"], ["t"], limit.Token)));
            Assert.Equal(400, reader.CaughtUp);
        }
        Assert.Equal(before, Files());

        using (var writer = RecordLookup.Open(Index, writable: true, Topics, other.BootstrapServers, NullLogger.Instance, limit.Token))
        {
            Assert.NotNull(writer.Anew);
            Assert.Equal([5007], Numbers(writer.With(["k7", "k5007"], ["t"], limit.Token)));
        }
        using var again = RecordLookup.Open(Index, writable: true, Topics, other.BootstrapServers, NullLogger.Instance, limit.Token);
        Assert.Null(again.Anew);
        Assert.InRange(again.CaughtUp, 0, 2);
    }

    [Fact]
    public void An_index_that_does_not_say_whose_it_is_is_made_anew()
    {
        Write(100);
        Open(writable: true).Dispose();
        File.Delete(Path.Combine(Index, "cluster.id"));

        using var lookup = Open(writable: true);

        Assert.Contains("does not say which Kafka cluster", lookup.Anew, StringComparison.Ordinal);
        Assert.Equal(100, lookup.CaughtUp);
    }

    private string Index => Path.Combine(folder, "index");

    private RecordLookup Open(bool writable) => RecordLookup.Open(Index, writable, Topics, kafka.BootstrapServers, NullLogger.Instance, limit.Token);

    private string Files() => string.Join(' ', Directory.EnumerateFiles(Index).Order(StringComparer.Ordinal).Select(f => new FileInfo(f).Length));

    private static IEnumerable<int> Numbers(IEnumerable<LogRecord> records) => records.Select(r => int.Parse(r.Key[1..], System.Globalization.CultureInfo.InvariantCulture)).Order();

    private void Write(int count, int from = 0, string? to = null)
    {
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = to ?? kafka.BootstrapServers }).Build();
        for (int i = from; i < from + count; i++)
        {
            producer.Produce(new TopicPartition("t", i % 2), new Message<string, byte[]> { Key = "k" + i, Value = [(byte)(i % 250)] });
        }
        producer.Flush(limit.Token);
    }
}
