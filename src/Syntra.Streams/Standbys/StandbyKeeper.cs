using Microsoft.Extensions.Logging;
using Syntra.Streams.Errors;
using Syntra.Streams.Processors;
using Syntra.Streams.Runtime;
using Syntra.Streams.State;

namespace Syntra.Streams.Standbys;

/// <summary>
/// Keeps copies of stores that this process does not own: looks at the group now and then, follows the changelogs that the
/// plan gives it, and lets go of others. Runs on the restorer's thread.
/// </summary>
internal sealed class StandbyKeeper(StreamsConfig config, Topology topology, string processId, IClients clients, Restorer restorer, StoreShelf shelf, ILogger log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private readonly Dictionary<(TaskId Task, string Store), PartitionId> _kept = [];
    private long _last;

    /// <summary>True when the plan wants this store kept.</summary>
    public bool Keeps(TaskId task, string store) => _kept.ContainsKey((task, store));

    public void Refresh()
    {
        if (config.NumStandbyReplicas == 0 || (_last != 0 && config.TimeProvider.GetElapsedTime(_last) < Every))
        {
            return;
        }

        _last = config.TimeProvider.GetTimestamp();
        try
        {
            var view = clients.DescribeGroup();
            if (view.Stable)
            {
                Follow(view);
            }
        }
        catch (ClientException e)
        {
            log.LogWarning("Standbys stay as they are: {Code}", e.Message);
        }
    }

    private void Follow(GroupView view)
    {
        var byProcess = view.Members.Select(m => (Process: StandbyPlan.ProcessOf(m.Key, config.ApplicationId), m.Value)).Where(m => m.Process is not null).ToList();
        var owners = byProcess.SelectMany(m => m.Value.Select(p => (Partition: p, m.Process))).ToDictionary(p => p.Partition, p => p.Process);
        List<string> processes = [.. byProcess.Select(m => m.Process!).Append(processId).Distinct(StringComparer.Ordinal)];
        foreach (var sub in topology.SubTopologies)
        {
            var stores = topology.StoresOf(sub).Where(s => s.HasChangelog).ToList();
            var topic = sub.Sources.SelectMany(s => s.Topics).Select(t => topology.Graph.Repartitions.ContainsKey(t) ? Naming.Repartition(config.ApplicationId, t) : t).First();
            for (var partition = 0; stores.Count > 0 && partition < clients.PartitionCount(topic); partition++)
            {
                var task = new TaskId(sub.Id, partition);
                var owner = owners.GetValueOrDefault(new PartitionId(topic, partition));
                Apply(task, stores, StandbyPlan.Keeps(processId, task, processes, owner, config.NumStandbyReplicas));
            }
        }
    }

    private void Apply(TaskId task, IReadOnlyList<StoreBuilder> stores, bool keep)
    {
        foreach (var store in stores)
        {
            var changelog = new PartitionId(Naming.Changelog(config.ApplicationId, store.Name), task.Partition);
            if (!keep)
            {
                if (_kept.Remove((task, store.Name)))
                {
                    restorer.UnfollowStandby(changelog);
                }
            }
            else if (shelf.Standby(task, store, bytes => restorer.FollowStandby(changelog, store, bytes)))
            {
                _kept[(task, store.Name)] = changelog;
            }
        }
    }
}
