using Syntra.Contracts;
using Syntra.Simulation.Log;
using Syntra.Simulation.Oracle;
using Syntra.Simulation.Setup;
using Syntra.Streams.Testing;

namespace Syntra.Simulation.Streams;

/// <summary>One process of the stream application: global tables of its own, as far as it has read them.</summary>
internal sealed class SimInstance
{
    private readonly MemoryLog _broker;
    private readonly string[] _topics;
    private readonly int[] _positions;

    /// <summary>Starts with the global tables read to their ends, as the engine does.</summary>
    public SimInstance(SimHost host, MemoryLog broker)
    {
        _broker = broker;
        _topics = [host.Topics.Crosswalk, host.Topics.Calendar];
        _positions = new int[_topics.Length];

        // Every history begins with the same workbook, which is read once for all of them.
        Globals = new TestGlobalTables(host.TopologyFor(broker.Partitions), host.WorkbookTables);
        Reference = host.WorkbookView;
        _positions[0] = host.Workbook.Count;
        while (Catch(0) || Catch(1))
        {
        }
    }

    public TestGlobalTables Globals { get; }

    public ReferenceView Reference { get; private set; }

    /// <summary>Reads one record of a global table; false where there is none.</summary>
    public bool Catch(int topic)
    {
        var records = _broker.Of(_topics[topic], 0);
        if (_positions[topic] >= records.Count)
        {
            return false;
        }

        var record = records[_positions[topic]++];
        Globals.Apply(_topics[topic], record.KeyBytes, record.Value);
        Reference = record.Typed switch
        {
            CrosswalkEntry entry => Reference with { Rows = Reference.Rows.SetItem(record.Key, entry) },
            LedgerCalendar calendar => Reference with { Calendars = Reference.Calendars.SetItem(record.Key, calendar) },
            _ => throw new InvalidOperationException("A reference record without its value."),
        };
        return true;
    }
}
