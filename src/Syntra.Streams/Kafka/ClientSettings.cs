using System.Globalization;

namespace Syntra.Streams.Kafka;

/// <summary>The librdkafka settings of each kind of client. What the guarantees rest on cannot be overridden.</summary>
internal static class ClientSettings
{
    /// <summary>librdkafka stops fetching for this long when its queue is full; its own default of a second leaves a fast reader without records for most of it.</summary>
    private const string FetchPause = "10";

    /// <summary>A cluster that creates topics when asked about them would give a missing topic its default partition count.</summary>
    private const string NoAutoCreate = "false";

    public static Dictionary<string, string> Consumer(StreamsConfig config, string clientId, string? instanceId)
    {
        var settings = Common(config, clientId);
        settings["session.timeout.ms"] = Ms(config.SessionTimeout);
        settings["heartbeat.interval.ms"] = Ms(TimeSpan.FromMilliseconds(Math.Min(3_000, config.SessionTimeout.TotalMilliseconds / 3)));
        settings["auto.offset.reset"] = "earliest";
        settings["fetch.wait.max.ms"] = "100";
        settings["queued.max.messages.kbytes"] = "32768";
        settings["fetch.queue.backoff.ms"] = FetchPause;
        Override(settings, config.ConsumerOverrides);
        settings["group.id"] = config.ApplicationId;
        settings["group.protocol"] = "classic";
        settings["partition.assignment.strategy"] = config.PartitionAssignment == PartitionAssignment.Range ? "range" : "cooperative-sticky";
        settings["enable.auto.commit"] = "false";
        settings["enable.auto.offset.store"] = "false";
        settings["enable.partition.eof"] = "true";
        settings["isolation.level"] = config.ExactlyOnce ? "read_committed" : "read_uncommitted";
        if (instanceId is not null)
        {
            settings["group.instance.id"] = instanceId;
        }

        return settings;
    }

    public static Dictionary<string, string> Follower(StreamsConfig config, string clientId)
    {
        var settings = Common(config, clientId);
        settings["fetch.wait.max.ms"] = "100";
        settings["queued.max.messages.kbytes"] = "65536";
        settings["queued.min.messages"] = "200000";
        settings["fetch.queue.backoff.ms"] = FetchPause;
        Override(settings, config.ConsumerOverrides);
        settings["group.id"] = config.ApplicationId;
        settings["auto.offset.reset"] = "earliest";
        settings["enable.auto.commit"] = "false";
        settings["enable.auto.offset.store"] = "false";
        settings["enable.partition.eof"] = "true";
        settings["isolation.level"] = "read_committed";

        // Tables and changelogs have no use for headers.
        settings["dotnet.consumer.consume.result.fields"] = "timestamp,topic";
        return settings;
    }

    public static Dictionary<string, string> Producer(StreamsConfig config, string clientId, string? transactionalId)
    {
        var settings = Common(config, clientId);

        // A transaction's commit sends what lingers; without one the time is part of every record's latency.
        settings["linger.ms"] = transactionalId is null ? "2" : "5";
        settings["queue.buffering.max.messages"] = "1000000";
        settings["queue.buffering.max.kbytes"] = "262144";
        settings["batch.num.messages"] = "20000";
        settings["compression.type"] = "none";
        settings["allow.auto.create.topics"] = NoAutoCreate;
        Override(settings, config.ProducerOverrides);
        settings["partitioner"] = "murmur2_random";
        settings["enable.idempotence"] = "true";
        settings["acks"] = "all";
        if (transactionalId is not null)
        {
            settings["transactional.id"] = transactionalId;
            settings["transaction.timeout.ms"] = Ms(config.TransactionTimeout);

            // A transactional producer reports lost records through the transaction, so reports per record are not needed.
            settings["dotnet.producer.enable.delivery.reports"] = "false";
        }

        return settings;
    }

    public static Dictionary<string, string> Admin(StreamsConfig config)
    {
        var settings = Common(config, $"{config.ApplicationId}-admin");
        settings["allow.auto.create.topics"] = NoAutoCreate;
        return settings;
    }

    private static Dictionary<string, string> Common(StreamsConfig config, string clientId)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["reconnect.backoff.ms"] = "50",
            ["reconnect.backoff.max.ms"] = "1000",
            ["retry.backoff.ms"] = "20",
            ["log.connection.close"] = "false",
        };
        Override(settings, config.ClientOverrides);
        settings["bootstrap.servers"] = config.BootstrapServers;
        settings["client.id"] = clientId;
        return settings;
    }

    private static void Override(Dictionary<string, string> settings, IReadOnlyDictionary<string, string> overrides)
    {
        foreach (var (key, value) in overrides)
        {
            settings[key] = value;
        }
    }

    private static string Ms(TimeSpan span) => ((long)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
