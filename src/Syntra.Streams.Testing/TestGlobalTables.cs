using Syntra.Streams.State;
using Syntra.Streams.Runtime;
using Syntra.Streams.Tables;

namespace Syntra.Streams.Testing;

/// <summary>The global tables of one instance of an application; every partition that the instance runs reads them.</summary>
public sealed class TestGlobalTables
{
    private readonly Dictionary<string, List<GlobalStore>> _byTopic = new(StringComparer.Ordinal);

    /// <summary>Empty tables.</summary>
    /// <param name="topology">The topology that declares them.</param>
    public TestGlobalTables(Topology topology)
    {
        foreach (var spec in topology.Graph.Globals.Values)
        {
            var store = spec.Create();
            ByName.Add(spec.StoreName, store);
            (_byTopic.TryGetValue(spec.Topic, out var list) ? list : _byTopic[spec.Topic] = []).Add(store);
        }
    }

    /// <summary>Tables of another instance that has read as far as this one; from then on each reads for itself.</summary>
    /// <param name="topology">The topology that declares them.</param>
    /// <param name="read">The tables as they were read.</param>
    public TestGlobalTables(Topology topology, TestGlobalTables read)
        : this(topology)
    {
        foreach (var (name, store) in read.ByName)
        {
            ((GlobalStore)store).CopyTo((GlobalStore)ByName[name]);
        }
    }

    internal Dictionary<string, IStateStore> ByName { get; } = new(StringComparer.Ordinal);

    /// <summary>Applies a record of a table's topic; a null value is a tombstone.</summary>
    public void Apply(string topic, byte[] key, byte[]? value)
    {
        var raw = new RawRecord(key, value, Timestamp: 0, Offset: 0, Headers: null);
        foreach (var store in _byTopic[topic])
        {
            store.Apply(in raw);
        }
    }
}
