using System.Collections.Immutable;
using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Transactions;

/// <summary>Keys and values of the transaction log, in the layout that Kafka documents for __transaction_state (version 0 of both).</summary>
internal static class TransactionLogFormat
{
    public static byte[] EncodeKey(string transactionalId)
    {
        using var w = new WireWriter();
        w.Int16(0);
        w.String(transactionalId);
        return w.Written.ToArray();
    }

    public static byte[] Encode(TransactionEntry entry)
    {
        using var w = new WireWriter();
        w.Int16(0);
        w.Int64(entry.ProducerId);
        w.Int16(entry.Epoch);
        w.Int32(entry.TimeoutMs);
        w.Int8((int)entry.State);
        w.Array([.. entry.Partitions.GroupBy(p => p.Topic, StringComparer.Ordinal)], (x, topic) =>
        {
            x.String(topic.Key);
            x.Int32Array([.. topic.Select(p => p.Partition).Order()]);
        });
        w.Int64(entry.UpdatedMs);
        w.Int64(entry.StartedMs);
        return w.Written.ToArray();
    }

    public static string DecodeKey(ReadOnlySpan<byte> key)
    {
        var r = new WireReader();
        r.Reset(key.ToArray());
        r.Int16();
        return r.String();
    }

    public static TransactionEntry Decode(string transactionalId, ReadOnlySpan<byte> value)
    {
        var r = new WireReader();
        r.Reset(value.ToArray());
        r.Int16();
        var entry = new TransactionEntry(transactionalId, r.Int64(), r.Int16(), r.Int32()) { State = (TransactionState)r.Int8() };
        var partitions = ImmutableHashSet.CreateBuilder<TopicPartition>();
        foreach (var (topic, indexes) in r.Array(x => (x.String(), x.Int32Array())))
        {
            partitions.UnionWith(indexes.Select(i => new TopicPartition(topic, i)));
        }

        return entry with { Partitions = partitions.ToImmutable(), UpdatedMs = r.Int64(), StartedMs = r.Int64() };
    }
}
