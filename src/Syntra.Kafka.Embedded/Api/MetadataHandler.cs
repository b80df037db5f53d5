using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>
/// Metadata (3), v0-12. One broker, which leads every partition. v0 asks for all topics with an empty list, later versions with
/// null. Topics are created here only where the options switch that on and the request allows it.
/// </summary>
internal sealed class MetadataHandler(Broker broker) : ApiHandler(ApiKey.Metadata, 0, 12, flexibleFrom: 9)
{
    private const int NotAsked = int.MinValue;

    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var version = request.Version;
        var wanted = r.NullableArray(x => ReadTopic(x, version));
        var mayCreate = version < 4 || r.Bool();
        if (version is >= 8 and <= 10)
        {
            r.Bool();
        }

        if (version >= 8)
        {
            r.Bool();
        }

        r.Tags();
        var all = wanted is null || (version == 0 && wanted.Length == 0);
        var found = all
            ? [.. broker.Topics.All.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => (ErrorCode.None, t.Name, t.Id, (Topic?)t))]
            : wanted!.Select(t => Resolve(t.Name, t.Id, mayCreate)).ToArray();
        Write(w, version, found);
    }

    private static (Guid Id, string? Name) ReadTopic(WireReader r, short version)
    {
        var id = version >= 10 ? r.Uuid() : Guid.Empty;
        var name = r.NullableString();
        r.Tags();
        return (id, name);
    }

    private (ErrorCode Error, string? Name, Guid Id, Topic? Topic) Resolve(string? name, Guid id, bool mayCreate)
    {
        if (name is null)
        {
            return broker.Topics.Find(id) is { } known ? (ErrorCode.None, known.Name, id, known) : (ErrorCode.UnknownTopicId, null, id, null);
        }

        if (!TopicCatalog.IsValidName(name))
        {
            return (ErrorCode.InvalidTopic, name, Guid.Empty, null);
        }

        var topic = broker.Topics.Find(name);
        if (topic is null && mayCreate && broker.Options.AutoCreateTopics)
        {
            topic = broker.Topics.Create(name, broker.Options.DefaultPartitions, TopicSettings.Default).Topic;
        }

        return topic is null ? (ErrorCode.UnknownTopicOrPartition, name, Guid.Empty, null) : (ErrorCode.None, name, topic.Id, topic);
    }

    private void Write(WireWriter w, short version, (ErrorCode Error, string? Name, Guid Id, Topic? Topic)[] topics)
    {
        if (version >= 3)
        {
            w.Int32(0);
        }

        w.ArrayLength(1);
        w.Int32(Broker.NodeId);
        w.String(Broker.Host);
        w.Int32(broker.Port);
        if (version >= 1)
        {
            w.String(null);
        }

        w.Tags();
        if (version >= 2)
        {
            w.String(broker.ClusterId);
        }

        if (version >= 1)
        {
            w.Int32(Broker.NodeId);
        }

        w.Array(topics, (x, t) => WriteTopic(x, version, t));
        if (version is >= 8 and <= 10)
        {
            w.Int32(NotAsked);
        }

        w.Tags();
    }

    private static void WriteTopic(WireWriter w, short version, (ErrorCode Error, string? Name, Guid Id, Topic? Topic) topic)
    {
        w.Error(topic.Error);
        w.String(version < 12 ? topic.Name ?? "" : topic.Name);
        if (version >= 10)
        {
            w.Uuid(topic.Id);
        }

        if (version >= 1)
        {
            w.Bool(topic.Topic?.IsInternal ?? false);
        }

        var partitions = topic.Topic?.Partitions.Count ?? 0;
        w.ArrayLength(partitions);
        for (var i = 0; i < partitions; i++)
        {
            WritePartition(w, version, i);
        }

        if (version >= 8)
        {
            w.Int32(NotAsked);
        }

        w.Tags();
    }

    private static void WritePartition(WireWriter w, short version, int index)
    {
        w.Error(ErrorCode.None);
        w.Int32(index);
        w.Int32(Broker.NodeId);
        if (version >= 7)
        {
            w.Int32(0);
        }

        w.Int32Array(Broker.NodeId);
        w.Int32Array(Broker.NodeId);
        if (version >= 5)
        {
            w.Int32Array();
        }

        w.Tags();
    }
}
