using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>CreatePartitions (37), v0-3. The count is the new total and can only grow.</summary>
internal sealed class CreatePartitionsHandler(Broker broker) : ApiHandler(ApiKey.CreatePartitions, 0, 3, flexibleFrom: 2)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var wanted = r.Array(x =>
        {
            var topic = (Name: x.String(), Count: x.Int32());
            x.Array(y =>
            {
                y.Int32Array();
                y.Tags();
                return 0;
            });
            x.Tags();
            return topic;
        });
        r.Int32();
        var validateOnly = r.Bool();
        r.Tags();
        w.Int32(0);
        w.Array(wanted, (x, t) =>
        {
            var (error, message) = Grow(t.Name, t.Count, validateOnly);
            x.String(t.Name);
            x.Error(error);
            x.String(message);
            x.Tags();
        });
        w.Tags();
    }

    private (ErrorCode Error, string? Message) Grow(string name, int count, bool validateOnly)
    {
        if (broker.Topics.Find(name) is not { } topic)
        {
            return (ErrorCode.UnknownTopicOrPartition, "This server does not host this topic-partition.");
        }

        if (topic.IsInternal)
        {
            return (ErrorCode.InvalidTopic, "Internal topics keep their partitions.");
        }

        if (count <= topic.Partitions.Count || count > broker.Options.MaxPartitionsPerTopic)
        {
            return (ErrorCode.InvalidPartitions, $"Topic currently has {topic.Partitions.Count} partitions; {count} is not possible.");
        }

        if (!validateOnly)
        {
            broker.Topics.Grow(topic, count);
        }

        return (ErrorCode.None, null);
    }
}
