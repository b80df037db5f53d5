using Microsoft.Extensions.Logging;
using Syntra.Streams.Errors;
using Syntra.Streams.Kafka;
using Syntra.Streams.Metrics;
using Syntra.Streams.Processors;
using Syntra.Streams.Standbys;
using Syntra.Streams.State;
using Syntra.Streams.Tables;

namespace Syntra.Streams.Runtime;

/// <summary>The parts of a running application, put together.</summary>
internal sealed class StreamsRuntime : IAsyncDisposable
{
    private static readonly TimeSpan ShelfAge = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(5);
    private readonly Topology _topology;
    private readonly StreamsConfig _config;
    private readonly ILogger _log;
    private readonly IClients _clients;
    private readonly StateDirectory _directory;
    private readonly StoreShelf _shelf;
    private readonly Restorer _restorer;
    private readonly GlobalTableReader? _globalReader;
    private readonly Dictionary<string, IStateStore> _globals = new(StringComparer.Ordinal);
    private readonly Action<StreamThread, StreamThreadState, Exception?> _threadChanged;
    private readonly ErrorPolicy _errors;
    private readonly List<StreamThread> _threads = [];
    private readonly StreamsMetrics _metrics;

    public StreamsRuntime(
        Topology topology, StreamsConfig config, Func<IClients> createClients, ILogger log,
        Action<StreamThread, StreamThreadState, Exception?> threadChanged, Action<Exception> failed)
    {
        (_topology, _config, _log, _threadChanged) = (topology, config, log, threadChanged);
        _directory = new StateDirectory(config);
        _clients = createClients();
        _errors = new ErrorPolicy(config);
        _shelf = new StoreShelf(config.TimeProvider, CreateBytes);
        _restorer = new Restorer(_clients, $"{ClientId}-restore", log);
        _shelf.Leaving = (task, store) => _restorer.UnfollowStandby(new PartitionId(Naming.Changelog(config.ApplicationId, store), task.Partition));
        var standbys = new StandbyKeeper(config, topology, _directory.ProcessId, _clients, _restorer, _shelf, log);
        var purger = new RepartitionPurger(config, topology, _clients, _restorer.Committed, () => RunningTasks, log);
        _restorer.Housekeeping = () =>
        {
            standbys.Refresh();
            purger.Refresh();
            _shelf.Trim(ShelfAge, standbys.Keeps);
        };
        _metrics = new StreamsMetrics(config.ApplicationId, this);
        if (topology.Graph.Globals.Count > 0)
        {
            var stores = topology.Graph.Globals.Values.Select(g => (g.Topic, Store: g.Create())).ToList();
            stores.ForEach(s => _globals.Add(s.Store.Name, s.Store));
            _globalReader = new GlobalTableReader(_clients, $"{ClientId}-global", stores, _errors, log, failed);
        }
    }

    public IReadOnlyList<StreamThread> Threads => _threads;

    public IReadOnlyDictionary<string, IStateStore> Globals => _globals;

    public Restorer Restorer => _restorer;

    public long GlobalRecords => _globalReader?.Applied ?? 0;

    public long GlobalSkipped => _globalReader?.Skipped ?? 0;

    /// <summary>The tasks that process, over all threads.</summary>
    public IReadOnlyList<StreamTask> RunningTasks => [.. _threads.SelectMany(t => t.Tasks.Running)];

    public bool AllRunning => _threads.TrueForAll(t => t.State == StreamThreadState.Running);

    private string ClientId => $"{_config.ApplicationId}-{_directory.ProcessId}";

    public async Task PrepareAsync(CancellationToken ct)
    {
        if (_topology.Graph.Stores.Values.Any(s => s.Kind == StoreKind.Sqlite) && !_directory.Exists)
        {
            throw new StreamsException("The topology has stores on disk: set StateDirectory in the configuration.");
        }

        if (_clients is ConfluentClients kafka)
        {
            await new TopicManager(kafka, _config, _topology, _log).PrepareAsync(ct);
        }

        _restorer.Start();
        if (_globalReader is not null)
        {
            await _globalReader.StartAsync(ct);
        }

        for (var i = 1; i <= _config.NumStreamThreads; i++)
        {
            _threads.Add(CreateThread(i));
        }
    }

    public void StartThreads() => _threads.ForEach(t => t.Start());

    public ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        _threads.ForEach(t => t.RequestStop());
        foreach (var thread in _threads)
        {
            thread.Join(_config.CommitTimeout);
        }

        _globalReader?.Dispose();
        _restorer.Dispose();
        _shelf.Dispose();
        _clients.Dispose();
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private StreamThread CreateThread(int index)
    {
        var name = $"{ClientId}-StreamThread-{index}";
        var checkpoints = new Checkpointer(_clients.StableOffsets, ChangelogOf, _config.TimeProvider, CheckpointInterval);
        var consumer = _clients.CreateConsumer(name);
        var counts = new PartitionCounts(_clients.PartitionCount, _config.TimeProvider);
        IThreadOutput output = _config.ExactlyOnce
            ? new ExactlyOnceOutput(name, slot => _clients.CreateProducer($"{name}-producer-{slot}", $"{name}-{slot}"), counts.Of, checkpoints)
            : new AtLeastOnceOutput(() => _clients.CreateProducer($"{name}-producer", null), counts.Of, consumer.Commit, checkpoints);
        var services = new TaskServices
        {
            Config = _config,
            Topology = _topology,
            Collector = output,
            Errors = _errors,
            Globals = _globals,
            CreateBytes = _shelf.Take,
        };
        var tasks = new TaskManager(services, _restorer, _shelf, _log);
        return new StreamThread(name, _config, new ThreadParts(tasks, consumer, output, checkpoints), _log, _threadChanged);
    }

    private IByteStore CreateBytes(TaskId task, StoreBuilder store) => store.Kind switch
    {
        StoreKind.InMemory => new MemoryByteStore(),
        _ => new SqliteByteStore(_directory.FileOf(task, store.Name)),
    };

    /// <summary>The changelog partition of a store; the partition is the task's, which the store's bytes were made for.</summary>
    private PartitionId? ChangelogOf(StoreInstance store) =>
        store.Builder.HasChangelog ? new PartitionId(Naming.Changelog(_config.ApplicationId, store.Name), store.Partition) : null;
}
