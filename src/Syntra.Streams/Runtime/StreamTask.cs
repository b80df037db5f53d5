using Syntra.Streams.Errors;
using Syntra.Streams.Graph;
using Syntra.Streams.Metrics;
using Syntra.Streams.Processors;
using Syntra.Streams.State;
using Syntra.Streams.Windows;

namespace Syntra.Streams.Runtime;

/// <summary>
/// One partition of one sub-topology: its nodes, its stores, its input queues. Runs on one thread at a time;
/// <see cref="Gate"/> lets other threads read its stores between batches.
/// </summary>
internal sealed class StreamTask : IDisposable
{
    private readonly TaskContext _context;
    private readonly NodeSet _nodes = new();
    private readonly Dictionary<string, StoreInstance> _stores = new(StringComparer.Ordinal);
    private readonly PartitionQueue[] _queues;
    private readonly TaskServices _services;
    private RawRecord _current;

    public StreamTask(TaskId id, SubTopology sub, TaskServices services)
    {
        (Id, Sub, _services) = (id, sub, services);
        _context = new TaskContext(services.Config.ApplicationId, id, services.Collector, services.Config.TimeProvider);
        var creation = new StoreCreation(_context, store => services.CreateBytes(id, store));
        foreach (var store in services.Topology.StoresOf(sub))
        {
            _stores.Add(store.Name, store.Create(creation));
        }

        _queues = [.. sub.Sources.SelectMany(s => s.Topics.Select(t => new PartitionQueue(services.ResolveTopic(t), id.Partition, s.BuildSource(_nodes, t))))];
        foreach (var node in _nodes.All)
        {
            node.Bind(this, _context);
        }
    }

    public TaskId Id { get; }

    public SubTopology Sub { get; }

    /// <summary>Held while records are processed, and by readers of the stores.</summary>
    public Lock Gate { get; } = new();

    public PartitionQueue[] Queues => _queues;

    public IReadOnlyCollection<StoreInstance> Stores => _stores.Values;

    public bool CommitRequested
    {
        get => _context.CommitRequested;
        set => _context.CommitRequested = value;
    }

    /// <summary>Records left out by a handler.</summary>
    public long SkippedRecords { get; private set; }

    /// <summary>Records that a step ignored: without a key, too late for their window, older than their row.</summary>
    public long DroppedRecords { get; private set; }

    public void Dropped() => DroppedRecords++;

    public long NextWallClockPunctuation => _context.Punctuations.NextWallClock;

    /// <summary>Since when it waits for an input; 0 while it does not.</summary>
    public long WaitingSince { get; set; }

    private bool Initialized { get; set; }

    /// <summary>Starts the processors; the stores are restored by now.</summary>
    public void Initialize()
    {
        foreach (var keeper in _stores.Values.Select(s => s.Face).OfType<IKeepsStreamTime>())
        {
            _context.StreamTime = Math.Max(_context.StreamTime, keeper.StoredStreamTime);
        }

        foreach (var node in _nodes.All)
        {
            node.Init();
        }

        Initialized = true;
    }

    /// <summary>Processes up to <paramref name="max"/> queued records; returns how many.</summary>
    /// <param name="max">At most.</param>
    /// <param name="inOrder">Stops where an input has run empty before its end: what comes of it next may be older than what the others hold.</param>
    public int Process(int max, bool inOrder = false)
    {
        var done = 0;
        lock (Gate)
        {
            while (done < max && Next() is { } queue)
            {
                ProcessOne(queue);
                done++;
                if (inOrder && _queues.Length > 1 && queue is { Count: 0, AtEnd: false })
                {
                    break;
                }
            }

            Processed += done;
        }

        return done;
    }

    /// <summary>True when some input is empty though its end was not reached, so that event-time order asks to wait.</summary>
    public bool ShouldWaitForInput() => _queues.Length > 1 && HasRecords() && Array.Exists(_queues, static q => q.Count == 0 && !q.AtEnd);

    public bool HasRecords() => Array.Exists(_queues, static q => q.Count > 0);

    /// <summary>Closes the stores' epochs for the commit that begins, and adds the stores to it.</summary>
    public void SealStores(List<StoreInstance> sealedStores)
    {
        lock (Gate)
        {
            foreach (var store in _stores.Values)
            {
                (store.Face as IKeepsStreamTime)?.StoreStreamTime(_context.StreamTime);
                store.Bytes.Seal();
                sealedStores.Add(store);
            }
        }
    }

    public void PunctuateWallClock(long nowMs)
    {
        lock (Gate)
        {
            Punctuate(PunctuationType.WallClockTime, nowMs);
        }
    }

    /// <summary>Finds a store that a node is connected to, or a global one.</summary>
    public IStateStore? FindStore(string name, IReadOnlyList<string> connected) =>
        connected.Contains(name, StringComparer.Ordinal) ? _stores[name].Face : _services.Globals.GetValueOrDefault(name);

    public Node NodeNamed(string name) => _nodes.All.First(n => n.Name == name);

    public IStateStore? FindOwnStore(string name) => _stores.TryGetValue(name, out var store) ? store.Face : null;

    /// <summary>Lets go of a store that somebody else keeps from now on.</summary>
    public void Release(string store)
    {
        lock (Gate)
        {
            _stores.Remove(store);
        }
    }

    public void CloseProcessors()
    {
        if (Initialized)
        {
            Initialized = false;
            foreach (var node in _nodes.All)
            {
                node.Close();
            }
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            foreach (var store in _stores.Values)
            {
                store.Bytes.Dispose();
            }
        }
    }

    /// <summary>Records processed since the task started.</summary>
    public long Processed { get; private set; }

    private PartitionQueue? Next()
    {
        if (_queues.Length == 1)
        {
            return _queues[0].Count > 0 ? _queues[0] : null;
        }

        PartitionQueue? best = null;
        foreach (var queue in _queues)
        {
            if (queue.Count > 0 && (best is null || queue.HeadTimestamp < best.HeadTimestamp))
            {
                best = queue;
            }
        }

        return best;
    }

    private void ProcessOne(PartitionQueue queue)
    {
        queue.Dequeue(out _current);
        _context.Topic = queue.Topic;
        _context.Partition = queue.Partition;
        _context.Offset = _current.Offset;
        try
        {
            if (_current.Headers is not null && Tracing.IsOn)
            {
                using var span = Tracing.Start(queue, in _current);
                queue.Source.Process(in _current, queue.Topic);
            }
            else
            {
                queue.Source.Process(in _current, queue.Topic);
            }
        }
        catch (Exception e) when (IsRecordFailure(e))
        {
            // The named boundary of user code in processors and serdes.
            Failed(e);
        }

        if (_context.StreamTime >= _context.Punctuations.NextStreamTime)
        {
            Punctuate(PunctuationType.StreamTime, _context.StreamTime);
        }
    }

    private void Punctuate(PunctuationType type, long now)
    {
        if (now < (type == PunctuationType.StreamTime ? _context.Punctuations.NextStreamTime : _context.Punctuations.NextWallClock))
        {
            return;
        }

        _context.Topic = null;
        _context.Timestamp = now;
        _context.RememberKey(null, this, null);
        _context.Punctuations.Run(type, now, (node, callback) =>
        {
            try
            {
                callback(DateTimeOffset.FromUnixTimeMilliseconds(now));
            }
            catch (Exception e) when (!_context.Note(e, node) && IsRecordFailure(e))
            {
                // The named boundary of user code in punctuations.
                _current = default;
                Failed(e);
            }
        });
    }

    private void Failed(Exception e)
    {
        _services.Errors.Apply(e, _context, in _current);
        SkippedRecords++;
    }

    public IEnumerable<StoreInstance> StoresInMemory() => _stores.Values.Where(s => !s.Bytes.Persistent);

    /// <summary>The nodes with the number of records each has taken.</summary>
    public IEnumerable<(string Node, long Records)> NodeCounts() => _nodes.All.Select(n => (n.Name, n.Received));

    private static bool IsRecordFailure(Exception e) => e is not (EngineException or OutOfMemoryException or StreamsException);
}
