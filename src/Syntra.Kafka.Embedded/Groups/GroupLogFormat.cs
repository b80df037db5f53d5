using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Groups;

/// <summary>
/// Keys and values of the group log, in the layout that Kafka documents for __consumer_offsets (offset key v1, group key v2, values v3),
/// so that tools which read that topic can read ours.
/// </summary>
internal static class GroupLogFormat
{
    private const short OffsetKey = 1;
    private const short GroupKey = 2;
    private const short ValueVersion = 3;

    public static byte[] EncodeOffsetKey(string group, TopicPartition partition) => Encode(w =>
    {
        w.Int16(OffsetKey);
        w.String(group);
        w.String(partition.Topic);
        w.Int32(partition.Partition);
    });

    public static byte[] EncodeOffset(CommittedOffset offset) => Encode(w =>
    {
        w.Int16(ValueVersion);
        w.Int64(offset.Offset);
        w.Int32(offset.LeaderEpoch);
        w.String(offset.Metadata);
        w.Int64(offset.Timestamp);
    });

    public static byte[] EncodeGroupKey(string group) => Encode(w =>
    {
        w.Int16(GroupKey);
        w.String(group);
    });

    public static byte[] EncodeGroup(GroupSnapshot group) => Encode(w =>
    {
        w.Int16(ValueVersion);
        w.String(group.ProtocolType);
        w.Int32(group.Generation);
        w.String(group.ProtocolName);
        w.String(group.Leader);
        w.Int64(group.Timestamp);
        w.Array(group.Members, (x, m) =>
        {
            x.String(m.Id);
            x.String(m.InstanceId);
            x.String(m.ClientId);
            x.String(m.ClientHost);
            x.Int32(m.RebalanceTimeoutMs);
            x.Int32(m.SessionTimeoutMs);
            x.Bytes(m.MetadataFor(group.ProtocolName));
            x.Bytes(m.Assignment);
        });
    });

    /// <summary>Reads a key; the partition is null for a group's own entry.</summary>
    public static (string Group, TopicPartition? Partition) DecodeKey(ReadOnlySpan<byte> key)
    {
        var r = Reader(key);
        return r.Int16() == GroupKey ? (r.String(), null) : (r.String(), new TopicPartition(r.String(), r.Int32()));
    }

    public static CommittedOffset DecodeOffset(ReadOnlySpan<byte> value)
    {
        var r = Reader(value);
        r.Int16();
        return new(r.Int64(), r.Int32(), r.String(), r.Int64());
    }

    public static GroupSnapshot DecodeGroup(string group, ReadOnlySpan<byte> value)
    {
        var r = Reader(value);
        r.Int16();
        var (type, generation, protocol, leader, timestamp) = (r.String(), r.Int32(), r.NullableString(), r.NullableString(), r.Int64());
        return new(group, type, generation, protocol, leader, timestamp, r.Array(x => DecodeMember(x, protocol)));
    }

    private static Member DecodeMember(WireReader r, string? protocol)
    {
        var member = new Member(r.String(), r.NullableString(), r.String(), r.String())
        {
            RebalanceTimeoutMs = r.Int32(),
            SessionTimeoutMs = r.Int32(),
        };
        member.Protocols = [new GroupProtocol(protocol ?? "", r.Bytes())];
        member.Assignment = r.Bytes();
        return member;
    }

    private static byte[] Encode(Action<WireWriter> write)
    {
        using var writer = new WireWriter();
        write(writer);
        return writer.Written.ToArray();
    }

    private static WireReader Reader(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader();
        reader.Reset(bytes.ToArray());
        return reader;
    }
}
