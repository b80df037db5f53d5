using Syntra.Streams.Errors;
using Syntra.Streams.Graph;
using Syntra.Streams.Processors;
using Syntra.Streams.Runtime;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;
using Syntra.Streams.Tables;

namespace Syntra.Streams.Testing;

/// <summary>
/// Runs a topology without a broker, synchronously, with a clock that only moves when told: a record that is piped in has
/// been processed, with everything that follows from it, when the call returns. Every sub-topology runs as one task on
/// partition 0, through the same code as in production from deserialiser to sink.
/// </summary>
public sealed class TopologyTestDriver : IDisposable
{
    private readonly TestCollector _collector = new();
    private readonly ManualTime _time;
    private readonly ErrorPolicy _errors;
    private readonly List<StreamTask> _tasks = [];
    private readonly Dictionary<string, (StreamTask Task, PartitionQueue Queue)> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GlobalStore> _globals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<GlobalStore>> _globalTopics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _offsets = new(StringComparer.Ordinal);

    /// <summary>Starts a topology; its processors are initialised when this returns.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="config">The settings; its clock is replaced. Null for an application named "test".</param>
    /// <param name="startTime">The wall clock at the start; null for 1970-01-01.</param>
    public TopologyTestDriver(Topology topology, StreamsConfig? config = null, DateTimeOffset? startTime = null)
    {
        _time = new ManualTime(startTime ?? DateTimeOffset.UnixEpoch);
        var effective = (config ?? new StreamsConfig { ApplicationId = "test" }) with { TimeProvider = _time };
        foreach (var spec in topology.Graph.Globals.Values)
        {
            var store = spec.Create();
            _globals.Add(spec.StoreName, store);
            (_globalTopics.TryGetValue(spec.Topic, out var list) ? list : _globalTopics[spec.Topic] = []).Add(store);
        }

        _errors = new ErrorPolicy(effective);
        var services = new TaskServices
        {
            Config = effective,
            Topology = topology,
            Collector = _collector,
            Errors = _errors,
            Globals = _globals.ToDictionary(g => g.Key, g => (IStateStore)g.Value, StringComparer.Ordinal),
            CreateBytes = (_, _) => new MemoryByteStore(),
        };
        foreach (var sub in topology.SubTopologies)
        {
            Start(sub, services);
        }
    }

    /// <summary>The wall clock.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>An input topic to pipe records into.</summary>
    public TestInputTopic<TKey, TValue> CreateInputTopic<TKey, TValue>(string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) =>
        new(this, topic, keySerde, valueSerde);

    /// <summary>An output topic to read records from, changelog and dead-letter topics included.</summary>
    public TestOutputTopic<TKey, TValue> CreateOutputTopic<TKey, TValue>(string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) =>
        new(_collector, topic, keySerde, valueSerde);

    /// <summary>Moves the wall clock and runs the punctuations that became due.</summary>
    public void AdvanceWallClockTime(TimeSpan by)
    {
        _time.Advance(by);
        foreach (var task in _tasks)
        {
            task.PunctuateWallClock(_time.GetUtcNow().ToUnixTimeMilliseconds());
        }

        Settle();
    }

    /// <summary>A key-value store of the topology.</summary>
    public IKeyValueStore<TKey, TValue> GetKeyValueStore<TKey, TValue>(string name) => GetStore<IKeyValueStore<TKey, TValue>>(name);

    /// <summary>A store of the topology, or a global table, as a given type.</summary>
    public TStore GetStore<TStore>(string name)
        where TStore : class
    {
        var store = _tasks.Select(t => t.FindOwnStore(name)).FirstOrDefault(s => s is not null) ?? _globals.GetValueOrDefault(name);
        return store as TStore ?? throw new InvalidOperationException($"There is no store {name} of type {typeof(TStore).Name}.");
    }

    /// <summary>Closes the processors and the stores.</summary>
    public void Dispose()
    {
        foreach (var task in _tasks)
        {
            task.CloseProcessors();
            task.Dispose();
        }
    }

    internal void Pipe(string topic, byte[]? key, byte[]? value, long timestamp, Headers? headers)
    {
        if (!_inputs.ContainsKey(topic) && !_globalTopics.ContainsKey(topic))
        {
            throw new ArgumentException($"The topology reads no topic {topic}.", nameof(topic));
        }

        Deliver(topic, key, value, timestamp, headers);
        Settle();
    }

    private void Start(SubTopology sub, TaskServices services)
    {
        var task = new StreamTask(new TaskId(sub.Id, 0), sub, services);
        _tasks.Add(task);
        foreach (var queue in task.Queues)
        {
            _inputs.Add(queue.Topic, (task, queue));
        }

        task.Initialize();
    }

    private void Deliver(string topic, byte[]? key, byte[]? value, long timestamp, Headers? headers)
    {
        var offset = _offsets.GetValueOrDefault(topic);
        _offsets[topic] = offset + 1;
        var raw = new RawRecord(key, value, timestamp, offset, headers);
        foreach (var global in _globalTopics.GetValueOrDefault(topic) ?? [])
        {
            Apply(global, topic, in raw);
        }

        if (_inputs.TryGetValue(topic, out var input))
        {
            input.Queue.Enqueue(in raw);
            input.Task.Process(int.MaxValue);
        }
    }

    private void Apply(GlobalStore global, string topic, in RawRecord raw)
    {
        try
        {
            global.Apply(in raw);
        }
        catch (PoisonRecordException e)
        {
            _errors.ApplyGlobal(e, topic, 0, in raw, _collector);
        }
    }

    /// <summary>Feeds output of topics that the topology itself reads back into it, until nothing moves.</summary>
    private void Settle()
    {
        while (_collector.TakeLoop() is { } sent)
        {
            if (_inputs.ContainsKey(sent.Topic) || _globalTopics.ContainsKey(sent.Topic))
            {
                Deliver(sent.Topic, sent.Key, sent.Value, sent.Timestamp, sent.Headers);
            }
        }
    }
}
