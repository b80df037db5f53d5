using System.Globalization;
using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>DescribeConfigs (32), v0-4, for topics and for this broker (whose settings come from its options and are read-only).</summary>
internal sealed class DescribeConfigsHandler(Broker broker) : ApiHandler(ApiKey.DescribeConfigs, 0, 4, flexibleFrom: 4)
{
    private const int TopicResource = 2;
    private const int BrokerResource = 4;

    private sealed record Entry(string Name, string Value, bool ReadOnly, int Source, SettingType Type);

    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var version = request.Version;
        var resources = r.Array(x =>
        {
            var resource = (Type: x.Int8(), Name: x.String(), Keys: x.NullableArray(y => y.String()));
            x.Tags();
            return resource;
        });
        var synonyms = version >= 1 && r.Bool();
        if (version >= 3)
        {
            r.Bool();
        }

        r.Tags();
        w.Int32(0);
        w.Array(resources, (x, resource) =>
        {
            var (error, entries) = Describe(resource.Type, resource.Name);
            x.Error(error);
            x.String(error == ErrorCode.None ? null : "Unknown resource.");
            x.Int8(resource.Type);
            x.String(resource.Name);
            x.Array([.. entries.Where(e => resource.Keys is null || resource.Keys.Contains(e.Name))], (y, e) => Write(y, version, e, synonyms));
            x.Tags();
        });
        w.Tags();
    }

    private (ErrorCode Error, IEnumerable<Entry> Entries) Describe(int type, string name) => type switch
    {
        TopicResource when broker.Topics.Find(name) is { } topic => (ErrorCode.None, TopicSettingCatalog.All.Values.Select(s => new Entry(
            s.Name, topic.Settings.Value(s.Name), false, topic.Settings.Overrides.ContainsKey(s.Name) ? ConfigSource.Topic : ConfigSource.Default, s.Type))),
        TopicResource => (ErrorCode.UnknownTopicOrPartition, []),
        BrokerResource when name.Length == 0 || name == Broker.NodeId.ToString(CultureInfo.InvariantCulture) => (ErrorCode.None, BrokerEntries()),
        _ => (ErrorCode.InvalidRequest, []),
    };

    private IEnumerable<Entry> BrokerEntries()
    {
        Entry Fixed(string name, object value, SettingType type) =>
            new(name, Convert.ToString(value, CultureInfo.InvariantCulture)!, true, ConfigSource.StaticBroker, type);
        yield return Fixed("broker.id", Broker.NodeId, SettingType.Int);
        yield return Fixed("log.dirs", broker.Options.DataDirectory, SettingType.Text);
        yield return Fixed("auto.create.topics.enable", broker.Options.AutoCreateTopics ? "true" : "false", SettingType.Boolean);
        yield return Fixed("num.partitions", broker.Options.DefaultPartitions, SettingType.Int);
        yield return Fixed("default.replication.factor", 1, SettingType.Int);
        yield return Fixed("max.connections", broker.Options.MaxConnections, SettingType.Int);
        yield return Fixed("socket.request.max.bytes", broker.Options.MaxFrameBytes, SettingType.Int);
        yield return Fixed("group.min.session.timeout.ms", (int)broker.Options.MinSessionTimeout.TotalMilliseconds, SettingType.Int);
        yield return Fixed("group.max.session.timeout.ms", (int)broker.Options.MaxSessionTimeout.TotalMilliseconds, SettingType.Int);
        yield return Fixed("transaction.max.timeout.ms", (int)broker.Options.MaxTransactionTimeout.TotalMilliseconds, SettingType.Int);
        yield return Fixed("offsets.retention.minutes", (int)broker.Options.OffsetRetention.TotalMinutes, SettingType.Int);
    }

    private static void Write(WireWriter w, short version, Entry e, bool synonyms)
    {
        w.String(e.Name);
        w.String(e.Value);
        w.Bool(e.ReadOnly);
        if (version == 0)
        {
            w.Bool(e.Source == ConfigSource.Default);
        }
        else
        {
            w.Int8(e.Source);
        }

        w.Bool(false);
        if (version >= 1)
        {
            w.Array<Entry>(synonyms ? [e] : [], (x, s) =>
            {
                x.String(s.Name);
                x.String(s.Value);
                x.Int8(s.Source);
                x.Tags();
            });
        }

        if (version >= 3)
        {
            w.Int8((int)e.Type);
            w.String(null);
        }

        w.Tags();
    }
}
