using Microsoft.Extensions.Logging;
using Syntra.Streams.Errors;

namespace Syntra.Streams.Runtime;

/// <summary>
/// Has the brokers delete what this process has read from repartition topics and committed: nobody reads it again, and without this
/// the topics would grow for ever. Runs on the restorer's thread, every <see cref="StreamsConfig.RepartitionPurgeInterval"/>.
/// </summary>
internal sealed class RepartitionPurger(
    StreamsConfig config,
    Topology topology,
    IClients clients,
    Func<IReadOnlyCollection<PartitionId>, IReadOnlyDictionary<PartitionId, long>> committed,
    Func<IReadOnlyList<StreamTask>> tasks,
    ILogger log)
{
    private readonly HashSet<string> _topics = [.. topology.Graph.Repartitions.Keys.Select(t => Naming.Repartition(config.ApplicationId, t))];
    private readonly Dictionary<PartitionId, long> _deleted = [];
    private long _last = config.TimeProvider.GetTimestamp();

    public void Refresh()
    {
        if (_topics.Count == 0 || config.RepartitionPurgeInterval <= TimeSpan.Zero || config.TimeProvider.GetElapsedTime(_last) < config.RepartitionPurgeInterval)
        {
            return;
        }

        _last = config.TimeProvider.GetTimestamp();
        List<PartitionId> partitions = [.. tasks().SelectMany(t => t.Queues).Select(q => q.Id).Where(p => _topics.Contains(p.Topic))];
        if (partitions.Count > 0)
        {
            Purge(partitions);
        }
    }

    private void Purge(List<PartitionId> partitions)
    {
        try
        {
            var done = committed(partitions).Where(p => p.Value > _deleted.GetValueOrDefault(p.Key)).ToDictionary();
            if (done.Count == 0)
            {
                return;
            }

            clients.DeleteRecords(done);
            foreach (var (partition, offset) in done)
            {
                _deleted[partition] = offset;
            }
        }
        catch (ClientException e)
        {
            // Deleting is a kindness to the disk: a cluster that refuses it, or is busy, must not stop the application.
            log.LogWarning("Records of repartition topics are not deleted now: {Code}", e.Message);
        }
    }
}
