using Syntra.Contracts;
using Syntra.Simulation.Coverage;
using Syntra.Simulation.Delivery;
using Syntra.Simulation.Fusion;
using Syntra.Simulation.Histories;
using Syntra.Simulation.Log;
using Syntra.Simulation.Setup;
using Syntra.Simulation.Source;
using Syntra.Simulation.Streams;

namespace Syntra.Simulation.Runs;

/// <summary>Everything that one history plays in: source, broker, stream application, delivery, Fusion, and one clock.</summary>
internal sealed class World : IDisposable
{
    public World(SimHost host, int seed, FormCounts counts)
    {
        var random = new Dice(seed);
        (Host, Counts) = (host, counts);
        Broker = new MemoryLog(1 + random.Next(SimHost.MostPartitions));
        foreach (var (key, value, entry) in host.Workbook)
        {
            Broker.Append(host.Topics.Crosswalk, 0, key, value, entry);
        }

        Fusion = new FusionModel(new Dice(random.Next()), counts);
        Periods = new PeriodSide(host, Broker, Fusion, Clock, counts);

        // Now and then the application starts before it has any calendar.
        if (random.Next(6) > 0)
        {
            Periods.Round();
        }

        Streams = new StreamSide(host, Broker, Clock, counts, instances: 1 + random.Next(2));
        Delivery = new DeliverySide(host, Broker, Fusion, Clock, counts);
        Desk = new ReviewDesk(host, Broker);
        Poller = new SourcePoller(host, Broker, Clock, Tables, counts);
        Writer = new SourceWriter(host, Broker, Clock, Source, Tables, Poller, counts);
    }

    public SimHost Host { get; }

    /// <summary>Counts the forms that occur.</summary>
    public FormCounts Counts { get; }

    public SimClock Clock { get; } = new(Hospital.Start);

    public MemoryLog Broker { get; }

    public FusionModel Fusion { get; }

    public StreamSide Streams { get; }

    public DeliverySide Delivery { get; }

    public SourceModel Source { get; } = new();

    /// <summary>The source's tables.</summary>
    public SimTables Tables { get; } = new();

    public SourcePoller Poller { get; }

    public PeriodSide Periods { get; }

    public SourceWriter Writer { get; }

    public ReviewDesk Desk { get; }

    public void Publish(CrosswalkEntry entry)
    {
        var key = SimHost.KeyOf(entry);
        Broker.Append(Host.Topics.Crosswalk, 0, key, Host.Bytes(Host.Serdes.Crosswalk, Host.Topics.Crosswalk, key, entry), entry);
    }

    public void Dispose() => Streams.Dispose();
}
