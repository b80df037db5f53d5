using Confluent.Kafka;
using Syntra.Avro;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Tests.Runtime;

/// <summary>A compacted topic read as a table: committed rows only, and never a wait for what will not come.</summary>
public sealed class TableViewTests(Broker broker)
{
    private const int Partitions = 4;
    private static readonly int[] All = [.. Enumerable.Range(0, Partitions)];

    // Far above what a read takes, far below what a wait that never ends takes.
    private static readonly TimeSpan Limit = Hang.Limit;

    [Fact]
    public async Task The_markers_of_transactions_at_the_end_of_a_partition_are_not_waited_for()
    {
        string topic = await TopicAsync();
        using var producer = broker.Producer(topic);
        Commit(producer, topic, ("a", "1"), ("b", "1"), ("c", "1"), ("d", "1"));
        Commit(producer, topic, ("a", "2"));
        using var view = View(topic);

        Assert.Equal(["a:2", "b:1", "c:1", "d:1"], Read(view));
        Assert.Equal(["a:2", "b:1", "c:1", "d:1"], Read(view));
        Assert.Equal(["a:2", "b:1", "c:1", "d:1"], Read(view));
    }

    [Fact]
    public async Task An_empty_topic_is_an_empty_table()
    {
        using var view = View(await TopicAsync());

        Assert.Empty(Read(view));
        Assert.Empty(Read(view));
    }

    [Fact]
    public async Task Rows_of_an_aborted_transaction_are_never_seen()
    {
        string topic = await TopicAsync();
        using var producer = broker.Producer(topic);
        Commit(producer, topic, ("a", "1"));
        using var view = View(topic);
        Assert.Equal(["a:1"], Read(view));

        producer.BeginTransaction();
        Produce(producer, topic, "a", "2");
        producer.Flush(Limit);
        producer.AbortTransaction(Limit);

        Assert.Equal(["a:1"], Read(view));
    }

    [Fact]
    public async Task A_transaction_that_is_open_does_not_hold_up_a_read_of_what_is_committed()
    {
        string topic = await TopicAsync();
        using var producer = broker.Producer(topic);
        Commit(producer, topic, ("a", "1"));
        producer.BeginTransaction();
        Produce(producer, topic, "a", "2");
        producer.Flush(Limit);
        using var view = View(topic);

        Assert.Equal(["a:1"], Read(view));
        producer.CommitTransaction(Limit);
        Assert.Equal(["a:2"], Read(view));
    }

    [Fact]
    public async Task A_tombstone_takes_its_row_out_of_the_table()
    {
        string topic = await TopicAsync();
        using var producer = broker.Producer(topic);
        Commit(producer, topic, ("a", "1"), ("b", "1"));
        using var view = View(topic);
        Assert.Equal(["a:1", "b:1"], Read(view));

        Commit(producer, topic, ("a", null));

        Assert.Equal(["b:1"], Read(view));
    }

    private async Task<string> TopicAsync([System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        string topic = "view-" + test[..Math.Min(test.Length, 60)];
        await broker.CreateAsync(topic, Partitions);
        return topic;
    }

    private TableView<CrosswalkEntry> View(string topic) => new(broker.Servers, topic, new AvroSerde<CrosswalkEntry>(broker.Registry));

    private static List<string> Read(TableView<CrosswalkEntry> view)
    {
        using var limit = new CancellationTokenSource(Limit);
        return [.. view.ReadToEnd(All, limit.Token).Select(entry => $"{entry.Code}:{entry.WorkbookVersion}").Order(StringComparer.Ordinal)];
    }

    private void Commit(IProducer<string, byte[]?> producer, string topic, params (string Key, string? Version)[] rows)
    {
        producer.BeginTransaction();
        foreach (var (key, version) in rows)
        {
            Produce(producer, topic, key, version);
        }
        producer.CommitTransaction(Limit);
    }

    private void Produce(IProducer<string, byte[]?> producer, string topic, string key, string? version)
    {
        var serializer = new AvroSerializer<CrosswalkEntry>(broker.Registry);
        byte[]? value = version is null ? null : serializer.Serialize(topic, new CrosswalkEntry { Table = "t", Code = key, WorkbookVersion = version, Rows = [] });
        producer.Produce(topic, new Message<string, byte[]?> { Key = key, Value = value });
    }
}
