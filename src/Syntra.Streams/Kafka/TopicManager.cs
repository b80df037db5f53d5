using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using Syntra.Streams.Errors;
using Syntra.Streams.Graph;
using Syntra.Streams.State;

namespace Syntra.Streams.Kafka;

/// <summary>Before anything runs: checks the topics that must exist, checks co-partitioning, creates the internal topics.</summary>
internal sealed class TopicManager(ConfluentClients clients, StreamsConfig config, Topology topology, ILogger log)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly Dictionary<string, int> _partitions = new(StringComparer.Ordinal);

    public async Task PrepareAsync(CancellationToken ct)
    {
        Inspect();
        await CreateRepartitionTopicsAsync(ct);
        foreach (var sub in topology.SubTopologies)
        {
            CheckCoPartitioned(sub);
        }

        CheckAssignor();
        await CreateAsync([.. topology.SubTopologies.SelectMany(Changelogs)], ct);
        CheckOutputs();
    }

    private void Inspect()
    {
        Metadata metadata;
        try
        {
            metadata = clients.Admin.GetMetadata(Timeout);
        }
        catch (KafkaException e)
        {
            throw new StreamsException($"No broker at {config.BootstrapServers} answered: {e.Error.Reason}", e);
        }

        foreach (var topic in metadata.Topics.Where(t => !t.Error.IsError))
        {
            _partitions[topic.Topic] = topic.Partitions.Count;
        }

        var missing = Sources().Concat(topology.Graph.Globals.Values.Select(g => g.Topic)).Where(t => !_partitions.ContainsKey(t)).ToList();
        if (missing.Count > 0)
        {
            throw new StreamsException($"These input topics do not exist: {string.Join(", ", missing)}. Create them before the application starts.");
        }
    }

    private IEnumerable<string> Sources() => topology.SubTopologies.SelectMany(s => s.Sources).SelectMany(s => s.Topics)
        .Where(t => !topology.Graph.Repartitions.ContainsKey(t));

    /// <summary>A repartition topic without a count of its own gets as many partitions as the largest input of the sub-topology that reads it, or that writes it.</summary>
    private async Task CreateRepartitionTopicsAsync(CancellationToken ct)
    {
        var left = topology.Graph.Repartitions.Keys.Where(t => !_partitions.ContainsKey(Internal(t))).ToList();
        while (left.Count > 0)
        {
            var ready = left.Where(t => CountFor(t) > 0).ToList();
            if (ready.Count == 0)
            {
                throw new StreamsException($"No partition count can be derived for {string.Join(", ", left)}: give one with Repartitioned.WithPartitions.");
            }

            await CreateAsync([.. ready.Select(t => Spec(Internal(t), CountFor(t), ("cleanup.policy", "delete"), ("retention.ms", "-1")))], ct);
            left.RemoveAll(ready.Contains);
        }
    }

    private int CountFor(string repartition)
    {
        if (topology.Graph.Repartitions[repartition] is { } asked)
        {
            return asked;
        }

        var reader = topology.SubTopologies.First(s => s.Sources.Any(x => x.Topics.Contains(repartition)));
        var beside = reader.Sources.SelectMany(s => s.Topics).Select(Resolve).Select(t => _partitions.GetValueOrDefault(t)).DefaultIfEmpty(0).Max();
        var writers = topology.SubTopologies.Where(s => s.Nodes.OfType<SinkSpec>().Any(n => n.Topic is { Internal: true } t && t.Name == repartition));
        var above = writers.SelectMany(s => s.Sources).SelectMany(s => s.Topics).Select(Resolve).Select(t => _partitions.GetValueOrDefault(t)).DefaultIfEmpty(0).Max();
        return beside > 0 ? beside : above;
    }

    private void CheckCoPartitioned(SubTopology sub)
    {
        var counts = sub.Sources.SelectMany(s => s.Topics).Select(Resolve).Select(t => (Topic: t, Count: _partitions.GetValueOrDefault(t))).ToList();
        var joined = topology.Graph.CoPartitioned.Any(g => g.Any(sub.Nodes.Contains));
        if ((sub.Stores.Any() || joined) && counts.Select(c => c.Count).Distinct().Count() > 1)
        {
            throw new StreamsException(
                $"Sub-topology {sub.Id} joins or shares state between topics with different partition counts ({string.Join(", ", counts.Select(c => $"{c.Topic}: {c.Count}"))}). "
                + "Give them the same number of partitions, or put a Repartition step before the join.");
        }
    }

    private void CheckAssignor()
    {
        var several = topology.SubTopologies.FirstOrDefault(s => s.Sources.SelectMany(x => x.Topics).Skip(1).Any());
        if (config.PartitionAssignment == PartitionAssignment.CooperativeSticky && several is not null)
        {
            throw new StreamsException(
                $"Sub-topology {several.Id} reads several topics, whose partitions only the range assignor keeps together. Set PartitionAssignment to Range.");
        }
    }

    private IEnumerable<TopicSpecification> Changelogs(SubTopology sub)
    {
        var partitions = sub.Sources.SelectMany(s => s.Topics).Select(Resolve).Max(t => _partitions[t]);
        foreach (var store in topology.StoresOf(sub).Where(s => s.HasChangelog))
        {
            var name = Naming.Changelog(config.ApplicationId, store.Name);
            if (_partitions.TryGetValue(name, out var existing) && existing != partitions)
            {
                throw new StreamsException($"Changelog {name} has {existing} partitions, its input has {partitions}. Reset the application, or restore the input's partition count.");
            }

            yield return Spec(name, partitions, [.. store.DefaultChangelogConfig, .. store.ChangelogConfig.Select(c => (c.Key, c.Value))]);
        }
    }

    private void CheckOutputs()
    {
        var outputs = topology.SubTopologies.SelectMany(s => s.Nodes).OfType<SinkSpec>().Where(s => s.Topic is { Internal: false }).Select(s => s.Topic!.Name);
        var missing = outputs.Concat(config.DeadLetterTopic is null ? [] : [config.DeadLetterTopic]).Distinct(StringComparer.Ordinal)
            .Where(t => !_partitions.ContainsKey(t) && clients.PartitionCount(t) == 0).ToList();
        if (missing.Count > 0)
        {
            throw new StreamsException($"These output topics do not exist: {string.Join(", ", missing)}. Create them before the application starts.");
        }
    }

    private TopicSpecification Spec(string name, int partitions, params IEnumerable<(string Key, string Value)> settings)
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in settings)
        {
            merged[key] = value;
        }

        return new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = config.ReplicationFactor, Configs = merged };
    }

    private async Task CreateAsync(IReadOnlyList<TopicSpecification> specs, CancellationToken ct)
    {
        var fresh = specs.Where(s => !_partitions.ContainsKey(s.Name)).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        var start = config.TimeProvider.GetTimestamp();
        while (!await TryCreateAsync(fresh, lastTry: config.TimeProvider.GetElapsedTime(start) > Timeout))
        {
            await Task.Delay(Pause, config.TimeProvider, ct);
        }

        foreach (var spec in fresh)
        {
            log.LogInformation("Created topic {Topic} with {Partitions} partitions.", spec.Name, spec.NumPartitions);
            _partitions[spec.Name] = await SeenAsync(spec, ct);
        }
    }

    /// <summary>False where a cluster that is electing a controller, or short of brokers for a moment, may do it later.</summary>
    private async Task<bool> TryCreateAsync(IReadOnlyList<TopicSpecification> fresh, bool lastTry)
    {
        try
        {
            await clients.Admin.CreateTopicsAsync(fresh, new CreateTopicsOptions { OperationTimeout = Timeout, RequestTimeout = Timeout });
            return true;
        }
        catch (CreateTopicsException e) when (e.Results.All(r => !r.Error.IsError || r.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // Another instance was faster, or an earlier try got through; both want the same.
            return true;
        }
        catch (CreateTopicsException e) when (!lastTry && e.Results.All(r => !r.Error.IsError || r.Error.Code == ErrorCode.TopicAlreadyExists || IsPassing(r.Error.Code)))
        {
            return false;
        }
        catch (CreateTopicsException e)
        {
            var refused = e.Results.Where(r => r.Error.IsError && r.Error.Code != ErrorCode.TopicAlreadyExists).Select(r => $"{r.Topic}: {r.Error.Reason}");
            throw new StreamsException($"Internal topics could not be created: {string.Join("; ", refused)}", e);
        }
        catch (KafkaException e) when (!lastTry && IsPassing(e.Error.Code))
        {
            return false;
        }
        catch (KafkaException e)
        {
            throw new StreamsException($"Internal topics could not be created: {e.Error.Reason}", e);
        }
    }

    private static bool IsPassing(ErrorCode code) => code is
        ErrorCode.NotController or ErrorCode.RequestTimedOut or ErrorCode.LeaderNotAvailable or ErrorCode.NetworkException
        or ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.ThrottlingQuotaExceeded;

    /// <summary>A new topic is not visible on every broker at once, so wait until it is.</summary>
    private async Task<int> SeenAsync(TopicSpecification spec, CancellationToken ct)
    {
        var start = config.TimeProvider.GetTimestamp();
        while (true)
        {
            var count = Count(spec.Name);
            if (count == spec.NumPartitions)
            {
                return count;
            }

            if (count > 0 || config.TimeProvider.GetElapsedTime(start) > Timeout)
            {
                throw new StreamsException($"Topic {spec.Name} should have {spec.NumPartitions} partitions, has {count}.");
            }

            await Task.Delay(Pause, config.TimeProvider, ct);
        }
    }

    private int Count(string topic)
    {
        try
        {
            return clients.PartitionCount(topic);
        }
        catch (ClientException e) when (e.Kind == ErrorKind.Retriable)
        {
            return 0;
        }
    }

    private string Resolve(string topic) => topology.Graph.Repartitions.ContainsKey(topic) ? Internal(topic) : topic;

    private string Internal(string topic) => Naming.Repartition(config.ApplicationId, topic);
}
