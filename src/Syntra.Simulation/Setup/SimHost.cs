using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Delivery.Log;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Topics;
using StreamTopology = Syntra.Streams.Topology;

namespace Syntra.Simulation.Setup;

/// <summary>What all histories of one thread share: the product's topology, serdes and settings. Holds no state of a history.</summary>
internal sealed class SimHost
{
    public const string Tenant = "sim";
    public const string ApplicationId = "sim-charges";

    public SimHost(ISchemaRegistryClient registry)
    {
        Topics = new TopicNames(Tenant);
        Serdes = new ChargeSerdes(registry);
        Topology = ChargePipeline.Build(new ChargePipelineOptions { Tenant = Tenant }, Serdes);
        Codec = new DeliveryCodec(Topics, registry);
        Delivery = new JournalDeliveryOptions
        {
            Topics = Topics,
            BootstrapServers = "127.0.0.1:1",
            SplitByPeriod = false,
            Ledgers = name => Hospital.Ledgers.Where(l => l.Name == name)
                .Select(l => new LedgerSettings(l.Name, l.DataAccessSet, Hospital.JournalSource, Hospital.JournalCategory)).FirstOrDefault(),
        };
    }

    public TopicNames Topics { get; }

    public ChargeSerdes Serdes { get; }

    public StreamTopology Topology { get; }

    public DeliveryCodec Codec { get; }

    public JournalDeliveryOptions Delivery { get; }

    /// <summary>A host with a registry of its own, every schema registered.</summary>
    public static SimHost Create() => new(new InMemorySchemaRegistryClient());
}
