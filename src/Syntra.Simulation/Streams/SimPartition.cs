using Syntra.Simulation.Log;
using Syntra.Simulation.Oracle;
using Syntra.Simulation.Setup;
using Syntra.Streams.Testing;

namespace Syntra.Simulation.Streams;

/// <summary>One partition of the application: what is committed of it, and the tasks that work on it now.</summary>
internal sealed class SimPartition(SimHost host, MemoryLog broker, FactReader reader, SimClock clock, int number) : IDisposable
{
    private readonly TestChangelogs _changelogs = new();
    private readonly long[] _committed = new long[reader.Inputs.Count];
    private readonly long[] _positions = new long[reader.Inputs.Count];
    private readonly List<LogRecord>[] _inputs = [.. reader.Inputs.Select(topic => broker.Of(topic, number))];
    private readonly List<Fact> _uncommitted = [];
    private TestPartition? _tasks;
    private SimInstance _instance = null!;

    /// <summary>What was taken in for good, in order.</summary>
    public List<Fact> Facts { get; } = [];

    public TestPartition Tasks => _tasks!;

    public bool HasUncommitted => _uncommitted.Count > 0;

    /// <summary>Starts on an instance from the last commit; what was done since is lost.</summary>
    public void Start(SimInstance instance)
    {
        _tasks?.Dispose();
        _uncommitted.Clear();
        _committed.CopyTo(_positions, 0);
        _instance = instance;
        _tasks = new TestPartition(host.TopologyFor(broker.Partitions), host.ConfigFor(clock), number, broker.Partitions, instance.Globals, _changelogs);
    }

    /// <summary>Whether an input topic has a record that was not taken in.</summary>
    public bool Has(int input) => _positions[input] < _inputs[input].Count;

    /// <summary>Takes in the next record of an input topic.</summary>
    public void Take(int input)
    {
        var topic = reader.Inputs[input];
        var offset = _positions[input]++;
        var record = _inputs[input][(int)offset];
        if (reader.Read(input, record, _instance.Reference) is { } fact)
        {
            _uncommitted.Add(fact);
        }

        _tasks!.Process(topic, record.KeyBytes, record.Value, record.Timestamp, offset, record.Headers);
    }

    /// <summary>The punctuations, at the clock's time.</summary>
    public void Look()
    {
        _uncommitted.Add(new LookFact(_instance.Reference));
        _tasks!.Punctuate(clock.GetUtcNow());
    }

    /// <summary>Outputs, state and offsets, in one.</summary>
    public void Commit()
    {
        foreach (var output in _tasks!.Commit())
        {
            broker.Append(output.Topic, output.Partition, output.Key, output.Value, output.Timestamp, output.Headers);
        }

        _positions.CopyTo(_committed, 0);
        Facts.AddRange(_uncommitted);
        _uncommitted.Clear();
    }

    public void Dispose() => _tasks?.Dispose();
}
