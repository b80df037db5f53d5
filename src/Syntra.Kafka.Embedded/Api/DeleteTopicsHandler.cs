using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>DeleteTopics (20), v0-6. By name, or by id from v6 on. Committed offsets of the topic go with it; internal topics stay.</summary>
internal sealed class DeleteTopicsHandler(Broker broker) : ApiHandler(ApiKey.DeleteTopics, 0, 6, flexibleFrom: 4)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var version = request.Version;
        var wanted = r.Array(x =>
        {
            var topic = (Name: version >= 6 ? x.NullableString() : x.String(), Id: version >= 6 ? x.Uuid() : Guid.Empty);
            if (version >= 6)
            {
                x.Tags();
            }

            return topic;
        });
        r.Int32();
        r.Tags();
        if (version >= 1)
        {
            w.Int32(0);
        }

        w.Array(wanted, (x, t) =>
        {
            var (error, name, id) = Delete(t.Name, t.Id);
            x.String(name);
            if (version >= 6)
            {
                x.Uuid(id);
            }

            x.Error(error);
            if (version >= 5)
            {
                x.String(null);
            }

            x.Tags();
        });
        w.Tags();
    }

    private (ErrorCode Error, string? Name, Guid Id) Delete(string? name, Guid id)
    {
        var topic = name is null ? broker.Topics.Find(id) : broker.Topics.Find(name);
        if (topic is null)
        {
            return (name is null ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition, name, id);
        }

        if (topic.IsInternal)
        {
            return (ErrorCode.InvalidTopic, topic.Name, topic.Id);
        }

        broker.Topics.Delete(topic);
        broker.Groups.ForgetTopic(topic.Name);
        return (ErrorCode.None, topic.Name, topic.Id);
    }
}
