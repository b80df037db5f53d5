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
        foreach (string file in Directory.EnumerateFiles(Index))
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

    private string Index => Path.Combine(folder, "index");

    private RecordLookup Open(bool writable) => RecordLookup.Open(Index, writable, Topics, kafka.BootstrapServers, NullLogger.Instance, limit.Token);

    private string Files() => string.Join(' ', Directory.EnumerateFiles(Index).Order(StringComparer.Ordinal).Select(f => new FileInfo(f).Length));

    private static IEnumerable<int> Numbers(IEnumerable<LogRecord> records) => records.Select(r => int.Parse(r.Key[1..], System.Globalization.CultureInfo.InvariantCulture)).Order();

    private void Write(int count, int from = 0)
    {
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        for (int i = from; i < from + count; i++)
        {
            producer.Produce(new TopicPartition("t", i % 2), new Message<string, byte[]> { Key = "k" + i, Value = [(byte)(i % 250)] });
        }
        producer.Flush(limit.Token);
    }
}
