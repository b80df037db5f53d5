using System.Buffers;
using System.Text;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Delivery.Log;
using Syntra.Governance.Keys;
using Syntra.Governance.Sealing;
using Syntra.Simulation.Log;
using Syntra.Simulation.Mutants;
using Syntra.Simulation.Oracle;
using Syntra.Simulation.Streams;
using Syntra.Streams;
using Syntra.Streams.Serialization;
using Syntra.Streams.Testing;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Topics;
using StreamTopology = Syntra.Streams.Topology;

namespace Syntra.Simulation.Setup;

/// <summary>What all histories of one thread share: the product's topology, serdes and settings. Holds no state of a history.</summary>
internal sealed class SimHost
{
    public const string Tenant = "sim";
    public const int MostPartitions = 3;
    public const string ApplicationId = "sim-charges";

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly HashSet<string> _read;
    private readonly StreamTopology[] _topologies;

    public SimHost(ISchemaRegistryClient registry, IRecordSealer sealer, Reviewers? reviewers, string? mutant)
    {
        Reviewers = reviewers;
        Topics = new TopicNames(Tenant);
        Serdes = new ChargeSerdes(registry, sealer);
        Mutation = Mutant.Of(mutant);
        _topologies = [.. Enumerable.Range(1, MostPartitions).Select(count =>
            ChargePipeline.Build(new ChargePipelineOptions { Tenant = Tenant, Tokens = Tokens, Partitions = count, Machine = Mutation.Machine, BelieveReviewers = reviewers is null }, Serdes))];
        _read = TopicsReadBy(TopologyFor(1));
        Facts = new FactReader(this);
        Workbook = [.. Hospital.Workbook.Concat(reviewers?.Entries ?? []).Select(entry => (KeyOf(entry), Bytes(Serdes.Crosswalk, Topics.Crosswalk, KeyOf(entry), entry), entry))];
        WorkbookTables = new TestGlobalTables(TopologyFor(1));
        foreach (var (key, value, _) in Workbook)
        {
            WorkbookTables.Apply(Topics.Crosswalk, Encoding.UTF8.GetBytes(key), value);
        }

        WorkbookView = ReferenceView.Empty with { Rows = ReferenceView.Empty.Rows.SetItems(Workbook.Select(w => KeyValuePair.Create(w.Key, w.Entry))) };
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

    /// <summary>The people who sign their decisions; null where decisions are believed.</summary>
    public Reviewers? Reviewers { get; }

    public ChargeSerdes Serdes { get; }

    /// <summary>What is broken on purpose.</summary>
    public Mutation Mutation { get; }

    /// <summary>The topology for so many partitions.</summary>
    public StreamTopology TopologyFor(int partitions) => _topologies[partitions - 1];

    public DeliveryCodec Codec { get; }

    public JournalDeliveryOptions Delivery { get; }

    /// <summary>The application's inputs.</summary>
    public FactReader Facts { get; }

    public StreamsConfig ConfigFor(SimClock clock) => new() { ApplicationId = ApplicationId, TimeProvider = clock };

    public SimTokens Tokens { get; } = new();

    public byte[] Bytes<T>(ISerde<T> serde, string topic, string key, T value)
    {
        _buffer.ResetWrittenCount();
        serde.Serialize(topic, Encoding.UTF8.GetBytes(key), value, _buffer);
        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>The instruction of a journal record; records are immutable, so it is decoded once.</summary>
    public JournalInstruction InstructionOf(LogRecord record) => (JournalInstruction)(record.Decoded ??= Codec.Instruction(record.Value!));

    /// <summary>The workbook's rows as they are published at the start of every history.</summary>
    public IReadOnlyList<(string Key, byte[] Value, CrosswalkEntry Entry)> Workbook { get; }

    /// <summary>The global tables of an instance that has read the workbook and nothing else.</summary>
    public TestGlobalTables WorkbookTables { get; }

    /// <summary>The same for the oracle.</summary>
    public ReferenceView WorkbookView { get; }

    public bool Reads(string topic) => _read.Contains(topic);

    public static string KeyOf(CrosswalkEntry entry) => $"{entry.Table}|{entry.Code}";

    /// <summary>The encounter facts of a record, decoded once.</summary>
    public EncounterState EncounterOf(LogRecord record) =>
        (EncounterState)(record.Decoded ??= Serdes.Encounter.Deserialize(Topics.Encounter, record.Value!));

    /// <summary>Fusion's answer in a record, decoded once.</summary>
    public JournalReceipt ReceiptOf(LogRecord record) => (JournalReceipt)(record.Decoded ??= Serdes.Receipt.Deserialize(Topics.JournalReceipt, record.Value!));

    private static HashSet<string> TopicsReadBy(StreamTopology topology)
    {
        using var probe = new TestPartition(
            topology, new StreamsConfig { ApplicationId = ApplicationId, TimeProvider = new SimClock(Hospital.Start) }, partition: 0, partitions: 1,
            new TestGlobalTables(topology), new TestChangelogs());
        return [.. probe.Inputs];
    }

    /// <summary>A host with a registry of its own, every schema registered.</summary>
    /// <param name="mutant">The rule that is broken; null for none.</param>
    /// <param name="isSealed">Whether values are sealed, and decisions signed, as in the product.</param>
    /// <exception cref="ArgumentException">There is no such mutant.</exception>
    public static SimHost Create(string? mutant, bool isSealed) =>
        new(new InMemorySchemaRegistryClient(), isSealed ? Seal() : new UnsealedRecords(), isSealed ? new Reviewers() : null, mutant);

    private static RecordSealer Seal() => VolatileProtection.CreateAsync(Tenant, new SimClock(Hospital.Start)).GetAwaiter().GetResult().Sealer;
}
