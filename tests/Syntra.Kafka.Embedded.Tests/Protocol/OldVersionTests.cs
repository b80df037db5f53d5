using Syntra.Kafka.Embedded.Tests.Conformance;
using Syntra.Kafka.Embedded.Tests.Internals;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Tests.Protocol;

/// <summary>Produce v0-2, Fetch v0-3 and ListOffsets v0: Kafka before 4.0 speaks them, and so do clients that were never renewed.</summary>
public sealed class OldVersionTests(Cluster cluster)
{
    private static readonly OldMessage[] Three = [new(0, 10, "a", "1"), new(1, 20, null, "2"), new(2, 30, "c", null)];

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(2, 2, 1)]
    [InlineData(2, 3, 1)]
    public async Task Messages_of_an_old_format_come_back_in_it(short produce, short fetch, byte magic)
    {
        using var client = Connect();
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        Assert.Equal((ErrorCode.None, 0L), Produce(client, produce, topic, MessageSets.Set(magic, Three)));
        Assert.Equal((ErrorCode.None, 3L), Produce(client, produce, topic, MessageSets.Gzipped(magic, Three)));
        var stored = Three.Concat(Three).Select((m, i) => m with { Offset = i, Timestamp = magic == 0 ? -1 : m.Timestamp }).ToList();
        Assert.Equal(stored, Fetch(client, fetch, topic, 0, magic));
        Assert.Equal(stored[4..], Fetch(client, fetch, topic, 4, magic));
        Assert.Equal(Three.Concat(Three).Select(m => m.Value), cluster.ReadAll(topic).Select(r => r.Message.Value));
    }

    [Fact]
    public async Task A_corrupt_old_message_is_refused_and_so_is_one_without_a_key_where_keys_are_needed()
    {
        using var client = Connect();
        var set = MessageSets.Set(1, Three);
        set[^1] ^= 1;
        Assert.Equal(ErrorCode.CorruptMessage, Produce(client, 2, await cluster.CreateTopicAsync(), set).Error);
        Assert.Equal(
            ErrorCode.InvalidRecord, Produce(client, 2, await cluster.CreateTopicAsync(1, ("cleanup.policy", "compact")), MessageSets.Set(1, Three)).Error);
    }

    /// <summary>An old client knows no end markers: it must not be stuck in front of one.</summary>
    [Fact]
    public async Task An_old_fetch_goes_on_behind_the_marker_of_a_transaction()
    {
        using var client = Connect();
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        var id = Cluster.NewName("tx");
        var (_, producer, epoch) = client.InitProducer(id);
        client.AddPartition(id, producer, epoch, topic);
        client.Produce(topic, TestLog.Batch([("k", "in")], 1, producer, sequence: 0, attributes: 0x10, epoch: epoch), id);
        client.EndTransaction(id, producer, epoch, commit: true);
        Assert.Empty(Fetch(client, 2, topic, 1, magic: 1));
        client.Produce(topic, TestLog.Batch([("k", "behind")], 2));
        Assert.Equal([new OldMessage(2, 2, "k", "behind")], Fetch(client, 2, topic, 1, magic: 1));
    }

    [Fact]
    public async Task A_batch_in_zstd_has_no_old_form()
    {
        using var client = Connect();
        var topic = await cluster.CreateTopicAsync();
        client.Produce(topic, TestLog.Batch([("k", "v")], attributes: 4));
        Assert.Equal(ErrorCode.UnsupportedCompressionType, FetchRaw(client, 2, topic, 0).Error);
    }

    [Fact]
    public async Task The_first_version_of_ListOffsets_answers_with_a_list()
    {
        using var client = Connect();
        // Its times are of 1970: a cleaner that comes by in between would move the start.
        var topic = await cluster.CreateTopicAsync(1, ("retention.ms", "-1"));
        Produce(client, 2, topic, MessageSets.Set(1, Three));
        Assert.Equal([3], ListOffsets(client, topic, -1, 1));
        Assert.Equal([3, 0], ListOffsets(client, topic, -1, 5));
        Assert.Equal([0], ListOffsets(client, topic, -2, 5));
    }

    private RawClient Connect()
    {
        Assert.SkipWhen(Cluster.External is not null, "Kafka 4 no longer speaks these versions");
        return new RawClient(cluster.Bootstrap);
    }

    private static (ErrorCode Error, long Offset) Produce(RawClient client, short version, string topic, byte[] set)
    {
        var r = client.Call(ApiKey.Produce, version, flexible: false, w =>
        {
            w.Int16(1);
            w.Int32(1000);
            Partition(w, topic);
            w.Bytes(set);
        });
        SkipToPartition(r);
        return ((ErrorCode)r.Int16(), r.Int64());
    }

    private static List<OldMessage> Fetch(RawClient client, short version, string topic, long offset, byte magic)
    {
        var (error, set) = FetchRaw(client, version, topic, offset);
        Assert.Equal(ErrorCode.None, error);
        return MessageSets.Read(set, magic);
    }

    private static (ErrorCode Error, byte[] Set) FetchRaw(RawClient client, short version, string topic, long offset)
    {
        var r = client.Call(ApiKey.Fetch, version, flexible: false, w =>
        {
            w.Int32(-1);
            w.Int32(0);
            w.Int32(1);
            if (version >= 3)
            {
                w.Int32(1_000_000);
            }

            Partition(w, topic);
            w.Int64(offset);
            w.Int32(1_000_000);
        });
        if (version >= 1)
        {
            r.Int32();
        }

        SkipToPartition(r);
        var error = (ErrorCode)r.Int16();
        r.Int64();
        return (error, r.Bytes());
    }

    private static long[] ListOffsets(RawClient client, string topic, long timestamp, int most)
    {
        var r = client.Call(ApiKey.ListOffsets, 0, flexible: false, w =>
        {
            w.Int32(-1);
            Partition(w, topic);
            w.Int64(timestamp);
            w.Int32(most);
        });
        SkipToPartition(r);
        Assert.Equal(0, r.Int16());
        return r.Array(x => x.Int64());
    }

    /// <summary>One topic, one partition, 0.</summary>
    private static void Partition(WireWriter w, string topic)
    {
        w.ArrayLength(1);
        w.String(topic);
        w.ArrayLength(1);
        w.Int32(0);
    }

    private static void SkipToPartition(WireReader r)
    {
        r.ArrayLength();
        r.String();
        r.ArrayLength();
        r.Int32();
    }
}
