using Microsoft.Extensions.Logging;
using Syntra.Streams.Errors;
using Syntra.Streams.Graph;
using Syntra.Streams.Processors;
using Syntra.Streams.State;

namespace Syntra.Streams.Runtime;

/// <summary>The tasks of one stream thread: made when partitions come, restored, run, closed when partitions go.</summary>
internal sealed class TaskManager(TaskServices services, Restorer restorer, StoreShelf shelf, ILogger log)
{
    private readonly SortedDictionary<TaskId, ManagedTask> _tasks = [];
    private readonly Dictionary<PartitionId, PartitionQueue> _queues = [];
    private readonly Dictionary<string, SubTopology> _subByTopic = services.Topology.SubTopologies
        .SelectMany(sub => sub.Sources.SelectMany(s => s.Topics.Select(t => (Topic: services.ResolveTopic(t), sub))))
        .ToDictionary(p => p.Topic, p => p.sub, StringComparer.Ordinal);

    private StreamTask[] _running = [];

    /// <summary>Every topic that the topology's tasks read.</summary>
    public IReadOnlyList<string> InputTopics => [.. _subByTopic.Keys];

    /// <summary>The tasks that process records.</summary>
    public StreamTask[] Running => _running;

    public bool AnyRestoring => _running.Length < _tasks.Count;

    public IEnumerable<StreamTask> All => _tasks.Values.Select(t => t.Task);

    public PartitionQueue? QueueOf(PartitionId partition) => _queues.GetValueOrDefault(partition);

    /// <summary>Makes the tasks of new partitions; returns the partitions that must wait for a restore.</summary>
    public IReadOnlyCollection<PartitionId> Assign(IReadOnlyCollection<PartitionId> partitions)
    {
        var wait = new List<PartitionId>();
        foreach (var id in partitions.Select(p => new TaskId(_subByTopic[p.Topic].Id, p.Partition)).Distinct().Where(id => !_tasks.ContainsKey(id)))
        {
            wait.AddRange(Add(id, [.. partitions.Where(p => p.Partition == id.Partition && _subByTopic[p.Topic].Id == id.SubTopology)], needsPositions: false));
        }

        Publish();
        return wait;
    }

    /// <summary>Closes the tasks of partitions that go. Clean: everything is committed, and the stores stay on the shelf.</summary>
    public void Close(IReadOnlyCollection<PartitionId> partitions, bool clean, Checkpointer checkpoints)
    {
        var ids = partitions.Select(p => new TaskId(_subByTopic[p.Topic].Id, p.Partition)).Distinct().Where(_tasks.ContainsKey).ToList();
        CloseTasks(ids, clean, checkpoints);
        Publish();
    }

    public void CloseAll(bool clean, Checkpointer checkpoints)
    {
        CloseTasks([.. _tasks.Keys], clean, checkpoints);
        Publish();
    }

    /// <summary>After an abort: every task starts again from what is committed. Returns the partitions to pause.</summary>
    public IReadOnlyCollection<PartitionId> ResetAll(Checkpointer checkpoints)
    {
        var assigned = _tasks.ToDictionary(t => t.Key, t => t.Value.Inputs);
        CloseTasks([.. _tasks.Keys], clean: false, checkpoints);
        var wait = new List<PartitionId>();
        foreach (var (id, inputs) in assigned)
        {
            wait.AddRange(Add(id, inputs, needsPositions: true));
        }

        Publish();
        return wait;
    }

    /// <summary>Starts the tasks whose stores are ready; returns what the consumer must do for them.</summary>
    public IReadOnlyList<RestoreRequest> TakeRestored()
    {
        if (!AnyRestoring)
        {
            return [];
        }

        List<RestoreRequest>? ready = null;
        foreach (var task in _tasks.Values.Where(t => t.Restore is { IsDone: true }))
        {
            var request = task.Restore!;
            if (request.Failure is not null)
            {
                throw new StreamsException($"Task {task.Task.Id} could not be restored: {request.Failure.Message}", request.Failure);
            }

            task.Restore = null;
            task.Task.Initialize();
            (ready ??= []).Add(request);
        }

        if (ready is not null)
        {
            Publish();
        }

        return ready ?? [];
    }

    private IReadOnlyList<PartitionId> Add(TaskId id, IReadOnlyList<PartitionId> inputs, bool needsPositions)
    {
        var sub = services.Topology.SubTopologies[id.SubTopology];
        var task = new StreamTask(id, sub, services);
        var managed = new ManagedTask(task, inputs);
        _tasks.Add(id, managed);
        foreach (var queue in task.Queues)
        {
            _queues[queue.Id] = queue;
        }

        var stores = task.Stores.Where(s => s.Builder.HasChangelog)
            .Select(s => (s, new PartitionId(Naming.Changelog(services.Config.ApplicationId, s.Name), id.Partition))).ToList();
        if (stores.Count == 0 && !needsPositions)
        {
            task.Initialize();
            return [];
        }

        managed.Restore = new RestoreRequest(id, inputs, stores, needsPositions);
        restorer.Submit(managed.Restore);
        return inputs;
    }

    private void CloseTasks(IReadOnlyCollection<TaskId> ids, bool clean, Checkpointer checkpoints)
    {
        foreach (var id in ids)
        {
            _tasks.Remove(id, out var managed);
            var task = managed!.Task;
            foreach (var queue in task.Queues)
            {
                _queues.Remove(queue.Id);
            }

            var restoring = managed.Restore is not null;
            if (restoring)
            {
                restorer.Cancel(managed.Restore!);
            }

            CloseProcessors(task);
            if (clean && !restoring && TryCheckpoint(task, checkpoints))
            {
                Shelve(task);
            }

            foreach (var store in task.Stores)
            {
                shelf.Closed(task.Id, store.Name);
            }

            task.Dispose();
        }
    }

    private void CloseProcessors(StreamTask task)
    {
        try
        {
            task.CloseProcessors();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The named boundary of user code in Close: the task goes either way.
            log.LogError("A processor of task {Task} threw {Error} while closing.", task.Id, e.GetType().Name);
        }
    }

    private bool TryCheckpoint(StreamTask task, Checkpointer checkpoints)
    {
        try
        {
            checkpoints.Close([.. task.Stores]);
            return true;
        }
        catch (ClientException e)
        {
            log.LogWarning("Task {Task} closes without a checkpoint: {Code}", task.Id, e.Code);
            return false;
        }
    }

    private void Shelve(StreamTask task)
    {
        foreach (var store in task.Stores.Where(s => s.Builder.HasChangelog))
        {
            shelf.Put(task.Id, store.Name, store.Bytes);
            task.Release(store.Name);
        }
    }

    private void Publish() => _running = [.. _tasks.Values.Where(t => t.Restore is null).Select(t => t.Task)];

    private sealed class ManagedTask(StreamTask task, IReadOnlyList<PartitionId> inputs)
    {
        public StreamTask Task => task;

        public IReadOnlyList<PartitionId> Inputs => inputs;

        public RestoreRequest? Restore { get; set; }
    }
}
