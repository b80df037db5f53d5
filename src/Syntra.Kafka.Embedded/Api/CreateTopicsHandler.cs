using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>
/// CreateTopics (19), v0-7. -1 means the default count of partitions or replicas; more than one replica is refused, since there is
/// one node. From v5 on the answer carries the topic's whole configuration.
/// </summary>
internal sealed class CreateTopicsHandler(Broker broker) : ApiHandler(ApiKey.CreateTopics, 0, 7, flexibleFrom: 5)
{
    private sealed record Wanted(string Name, int Partitions, short Replicas, IReadOnlyList<int> Assigned, TopicSettings Settings);

    private sealed record Outcome(Wanted Wanted, ErrorCode Error, string? Message, Guid Id, int Partitions);

    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var version = request.Version;
        var wanted = r.Array(Read);
        r.Int32();
        var validateOnly = version >= 1 && r.Bool();
        r.Tags();
        var outcomes = wanted.Select(t => Create(t, wanted.Count(o => o.Name == t.Name) > 1, validateOnly)).ToArray();
        if (version >= 2)
        {
            w.Int32(0);
        }

        w.Array(outcomes, (x, o) => Write(x, version, o));
        w.Tags();
    }

    private static Wanted Read(WireReader r)
    {
        var (name, partitions, replicas) = (r.String(), r.Int32(), r.Int16());
        var assigned = r.Array(x =>
        {
            var assignment = (Partition: x.Int32(), Brokers: x.Int32Array());
            x.Tags();
            return assignment;
        });
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var n = r.ArrayLength(); n > 0; n--)
        {
            var (key, value) = (r.String(), r.NullableString());
            r.Tags();
            if (value is not null)
            {
                settings[key] = value;
            }
        }

        r.Tags();
        return new(name, partitions, replicas, [.. assigned.Select(a => a.Partition)], new TopicSettings(settings));
    }

    private Outcome Create(Wanted wanted, bool twice, bool validateOnly)
    {
        var partitions = wanted.Assigned.Count > 0 ? wanted.Assigned.Count
            : wanted.Partitions == -1 ? broker.Options.DefaultPartitions
            : wanted.Partitions;
        if (Refuse(wanted, partitions, twice) is var (error, message))
        {
            return new(wanted, error, message, Guid.Empty, -1);
        }

        if (validateOnly)
        {
            return broker.Topics.Find(wanted.Name) is null
                ? new(wanted, ErrorCode.None, null, Guid.Empty, partitions)
                : Exists(wanted);
        }

        var (created, topic) = broker.Topics.Create(wanted.Name, partitions, wanted.Settings);
        return created switch
        {
            ErrorCode.None => new(wanted, created, null, topic!.Id, partitions),
            ErrorCode.TopicAlreadyExists => Exists(wanted),
            _ => new(wanted, created, "The topic could not be written to disk.", Guid.Empty, -1),
        };
    }

    private static Outcome Exists(Wanted wanted) =>
        new(wanted, ErrorCode.TopicAlreadyExists, $"Topic '{wanted.Name}' already exists.", Guid.Empty, -1);

    private (ErrorCode Error, string Message)? Refuse(Wanted wanted, int partitions, bool twice)
    {
        if (twice)
        {
            return (ErrorCode.InvalidRequest, "Duplicate topic name.");
        }

        if (!TopicCatalog.IsValidName(wanted.Name))
        {
            return (ErrorCode.InvalidTopic, "A topic name is 1 to 249 of the characters a-z, A-Z, 0-9, '.', '_' and '-'.");
        }

        if (wanted.Assigned.Count > 0 && !wanted.Assigned.Order().SequenceEqual(Enumerable.Range(0, wanted.Assigned.Count)))
        {
            return (ErrorCode.InvalidReplicaAssignment, "Partitions must be assigned as 0, 1, 2 and so on.");
        }

        if (partitions < 1 || partitions > broker.Options.MaxPartitionsPerTopic)
        {
            return (ErrorCode.InvalidPartitions, $"Number of partitions must be 1 to {broker.Options.MaxPartitionsPerTopic}.");
        }

        if (wanted.Replicas is not (-1 or 1))
        {
            return (ErrorCode.InvalidReplicationFactor, $"Replication factor {wanted.Replicas} is not possible: this is a single embedded node.");
        }

        return wanted.Settings.FirstError() is { } invalid ? (ErrorCode.InvalidConfig, invalid) : null;
    }

    private static void Write(WireWriter w, short version, Outcome o)
    {
        w.String(o.Wanted.Name);
        if (version >= 7)
        {
            w.Uuid(o.Id);
        }

        w.Error(o.Error);
        if (version >= 1)
        {
            w.String(o.Message);
        }

        if (version >= 5)
        {
            var good = o.Error == ErrorCode.None;
            w.Int32(o.Partitions);
            w.Int16(good ? 1 : -1);
            w.Array(good ? [.. TopicSettingCatalog.All.Values] : Array.Empty<TopicSetting>(), (x, s) => Setting(x, o.Wanted.Settings, s));
        }

        w.Tags();
    }

    private static void Setting(WireWriter w, TopicSettings settings, TopicSetting setting)
    {
        w.String(setting.Name);
        w.String(settings.Value(setting.Name));
        w.Bool(false);
        w.Int8(settings.Overrides.ContainsKey(setting.Name) ? ConfigSource.Topic : ConfigSource.Default);
        w.Bool(false);
        w.Tags();
    }
}
