using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>Result of changing one resource's settings; both alter requests share it.</summary>
internal readonly record struct AlterOutcome(ErrorCode Error, string? Message)
{
    private const int TopicResource = 2;

    public static AlterOutcome Apply(
        Broker broker, int resourceType, string name, Func<TopicSettings, Dictionary<string, string>> change, bool validateOnly)
    {
        if (resourceType != TopicResource)
        {
            return new(ErrorCode.InvalidRequest, "Only topics can be configured while this broker runs.");
        }

        if (broker.Topics.Find(name) is not { } topic)
        {
            return new(ErrorCode.UnknownTopicOrPartition, "This server does not host this topic-partition.");
        }

        var changed = new TopicSettings(change(topic.Settings));
        if (changed.FirstError() is { } invalid)
        {
            return new(ErrorCode.InvalidConfig, invalid);
        }

        if (!validateOnly)
        {
            broker.Topics.Configure(topic, changed);
        }

        return new(ErrorCode.None, null);
    }

    public static void Write(WireWriter w, AlterOutcome outcome, int resourceType, string name)
    {
        w.Error(outcome.Error);
        w.String(outcome.Message);
        w.Int8(resourceType);
        w.String(name);
        w.Tags();
    }
}
