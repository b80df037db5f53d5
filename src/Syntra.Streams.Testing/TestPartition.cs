using Syntra.Streams.Errors;
using Syntra.Streams.Graph;
using Syntra.Streams.Processors;
using Syntra.Streams.Runtime;
using Syntra.Streams.State;

namespace Syntra.Streams.Testing;

/// <summary>A record that a partition sent.</summary>
/// <param name="Partition">Partition that the sender chose; -1 leaves the choice to the key.</param>
public sealed record TestOutput(string Topic, int Partition, byte[]? Key, byte[]? Value, long Timestamp, Headers? Headers);

/// <summary>
/// One partition of a topology whose commits and crashes the test decides: outputs and changes of state become visible with
/// <see cref="Commit"/>, and whoever drops the object before that loses both, as a crash under exactly-once does. A new object over
/// the same <see cref="TestChangelogs"/> goes on from the last commit; the test feeds it from the offsets of that commit.
/// </summary>
public sealed class TestPartition : IDisposable
{
    private readonly Collector _collector;
    private readonly List<StreamTask> _tasks = [];
    private readonly Dictionary<string, (StreamTask Task, PartitionQueue Queue)> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoreBuilder> _changelogTopics = new(StringComparer.Ordinal);
    private readonly TestChangelogs _changelogs;

    /// <summary>Starts the tasks of a partition, restored from the changelogs.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="config">The settings, with the clock.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="partitions">How many partitions every topic has.</param>
    /// <param name="globals">The global tables of the instance.</param>
    /// <param name="changelogs">What is committed of this partition.</param>
    public TestPartition(
        Topology topology, StreamsConfig config, int partition, int partitions, TestGlobalTables globals, TestChangelogs changelogs)
    {
        _changelogs = changelogs;
        _collector = new Collector(partitions);
        var services = new TaskServices
        {
            Config = config,
            Topology = topology,
            Collector = _collector,
            Errors = new ErrorPolicy(config),
            Globals = globals.ByName,
            CreateBytes = (_, store) => Restored(store),
        };
        foreach (var sub in topology.SubTopologies)
        {
            Start(new StreamTask(new TaskId(sub.Id, partition), sub, services), config.ApplicationId);
        }
    }

    /// <summary>The topics that are read record by record, rather than as global tables.</summary>
    public IReadOnlyCollection<string> Inputs => _inputs.Keys;

    /// <summary>Processes one record of an input topic.</summary>
    public void Process(string topic, byte[]? key, byte[]? value, long timestamp, long offset, Headers? headers = null)
    {
        var (task, queue) = _inputs[topic];
        var raw = new RawRecord(key, value, timestamp, offset, headers);
        queue.Enqueue(in raw);
        task.Process(1);
    }

    /// <summary>Runs the wall-clock punctuations that are due.</summary>
    public void Punctuate(DateTimeOffset now)
    {
        foreach (var task in _tasks)
        {
            task.PunctuateWallClock(now.ToUnixTimeMilliseconds());
        }
    }

    /// <summary>Commits: the changelogs take the changes of state, and the outputs are handed out in their order.</summary>
    public IReadOnlyList<TestOutput> Commit()
    {
        List<TestOutput> visible = [];
        foreach (var sent in _collector.Sent)
        {
            if (_changelogTopics.TryGetValue(sent.Topic, out var store))
            {
                _changelogs.Fold(store.Name, sent.Key!, store.FromChangelog(sent.Value, sent.Timestamp));
            }
            else
            {
                visible.Add(sent);
            }
        }

        _collector.Sent.Clear();
        return visible;
    }

    /// <summary>A store of the partition, with what is not committed yet.</summary>
    public TStore GetStore<TStore>(string name)
        where TStore : class
    {
        var store = _tasks.Select(t => t.FindOwnStore(name)).FirstOrDefault(s => s is not null);
        return store as TStore ?? throw new InvalidOperationException($"There is no store {name} of type {typeof(TStore).Name}.");
    }

    /// <summary>Lets go of the stores in memory; nothing is committed.</summary>
    public void Dispose()
    {
        foreach (var task in _tasks)
        {
            task.CloseProcessors();
            task.Dispose();
        }
    }

    private void Start(StreamTask task, string applicationId)
    {
        _tasks.Add(task);
        foreach (var queue in task.Queues)
        {
            _inputs.Add(queue.Topic, (task, queue));
        }

        foreach (var store in task.Stores.Where(s => s.Builder.HasChangelog))
        {
            _changelogTopics.Add(Naming.Changelog(applicationId, store.Name), store.Builder);
        }

        task.Initialize();
    }

    private MemoryByteStore Restored(StoreBuilder store)
    {
        var bytes = new MemoryByteStore();
        foreach (var (key, value) in _changelogs.ByStore.GetValueOrDefault(store.Name) ?? [])
        {
            bytes.Put(key, value);
        }

        return bytes;
    }

    private sealed class Collector(int partitions) : IRecordCollector
    {
        public List<TestOutput> Sent { get; } = [];

        public void Send(string topic, int partition, byte[]? key, byte[]? value, long timestamp, Headers? headers) =>
            Sent.Add(new TestOutput(topic, partition, key, value, timestamp, headers));

        public int PartitionCount(string topic) => partitions;
    }
}
