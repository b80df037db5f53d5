using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;
using Syntra.Streams.Testing;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Reference;
using Syntra.Topology.Topics;
using Syntra.Topology.Workbook;

namespace Syntra.Topology.Tests.Support;

/// <summary>The charge pipeline in the test driver, with typed topics.</summary>
internal sealed class PipelineDriver : IDisposable
{
    public PipelineDriver(CompiledWorkbook? workbook = null, ChargePipelineOptions? options = null)
    {
        var serdes = new ChargeSerdes(new InMemorySchemaRegistryClient(), Guard.Sealer);
        Topics = new TopicNames(Sample.Tenant);
        Topology = ChargePipeline.Build(options ?? new ChargePipelineOptions { Tenant = Sample.Tenant, Tokens = Guard.Tokens }, serdes);
        Driver = new TopologyTestDriver(
            Topology,
            new StreamsConfig
            {
                ApplicationId = "demo-charges", DeserializationExceptionHandler = new SealedInputHandler(), DeadLetterTopic = Topics.DeadLetters, DeadLetterEncoder = new ChargeDeadLetterEncoder(Topics, serdes),
            },
            Sample.ReadAt);
        Raw = Driver.CreateInputTopic(Topics.RawCharge, Serdes.String, serdes.RawCharge);
        Receipts = Driver.CreateInputTopic(Topics.JournalReceipt, Serdes.String, serdes.Receipt);
        Crosswalk = Driver.CreateInputTopic(Topics.Crosswalk, Serdes.String, serdes.Crosswalk);
        Calendar = Driver.CreateInputTopic(Topics.Calendar, Serdes.String, serdes.Calendar);
        Deletes = Driver.CreateInputTopic(Topics.RawDelete, Serdes.String, serdes.RawDelete);
        EncounterRows = Driver.CreateInputTopic(Topics.RawEncounter, Serdes.String, serdes.RawEncounter);
        EncounterCombines = Driver.CreateInputTopic(Topics.RawEncounterCombine, Serdes.String, serdes.RawEncounterCombine);
        PersonCombines = Driver.CreateInputTopic(Topics.RawPersonCombine, Serdes.String, serdes.RawPersonCombine);
        Decisions = Driver.CreateInputTopic(Topics.ReviewDecision, Serdes.String, serdes.ReviewDecision);
        Encounters = Driver.CreateOutputTopic(Topics.Encounter, Serdes.String, serdes.Encounter);
        Reviews = Driver.CreateOutputTopic(Topics.Review, Serdes.String, serdes.Review);
        Journal = Driver.CreateOutputTopic(Topics.Journal, Serdes.String, serdes.Journal);
        Parked = Driver.CreateOutputTopic(Topics.Parked, Serdes.String, serdes.Parked);
        DeadLetters = Driver.CreateOutputTopic(Topics.DeadLetters, Serdes.String, serdes.DeadLetter);
        RawDeadLetters = Driver.CreateOutputTopic(Topics.DeadLetters, Serdes.Bytes, Serdes.Bytes);
        Analytics = Driver.CreateOutputTopic(Topics.AnalyticsCharge, Serdes.String, serdes.Analytics);
        Posted = Driver.GetKeyValueStore<string, PostedCharge>(ChargePipeline.PostedStore);
        Index = Driver.GetKeyValueStore<string, string>(ChargePipeline.ParkedIndexStore);
        Publish(workbook ?? Sample.Workbook);
        Calendar.PipeInput(Sample.Ledger, Sample.Calendar());
    }

    public TopicNames Topics { get; }

    public Streams.Topology Topology { get; }

    public TopologyTestDriver Driver { get; }

    public TestInputTopic<string, RawCharge> Raw { get; }

    public TestInputTopic<string, JournalReceipt> Receipts { get; }

    public TestInputTopic<string, CrosswalkEntry> Crosswalk { get; }

    public TestInputTopic<string, LedgerCalendar> Calendar { get; }

    public TestInputTopic<string, RawDelete> Deletes { get; }

    public TestInputTopic<string, RawEncounter> EncounterRows { get; }

    public TestInputTopic<string, RawEncounterCombine> EncounterCombines { get; }

    public TestInputTopic<string, RawPersonCombine> PersonCombines { get; }

    public TestInputTopic<string, ReviewDecision> Decisions { get; }

    public TestOutputTopic<string, EncounterState> Encounters { get; }

    public TestOutputTopic<string, ReviewItem> Reviews { get; }

    public TestOutputTopic<string, JournalInstruction> Journal { get; }

    public TestOutputTopic<string, ParkedCharge> Parked { get; }

    public TestOutputTopic<string, DeadLetter> DeadLetters { get; }

    public TestOutputTopic<byte[], byte[]> RawDeadLetters { get; }

    public TestOutputTopic<string, AnalyticsCharge> Analytics { get; }

    public IKeyValueStore<string, PostedCharge> Posted { get; }

    public IKeyValueStore<string, string> Index { get; }

    public void Receive(RawCharge raw, Headers? headers = null) => Raw.PipeInput(Guard.Charge(raw.ChargeItemId.Value()), raw, raw.UpdatedAt, headers);

    public void Answer(JournalInstruction instruction, string? code = null) =>
        Receipts.PipeInput(instruction.RecordId, Sample.Receipt(instruction, code));

    public void Publish(CompiledWorkbook workbook)
    {
        foreach (var entry in workbook.Entries)
        {
            Crosswalk.PipeInput(CrosswalkTables.Key(entry.Table, entry.Code), entry);
        }
    }

    public void Publish(string file, string row) => Publish(Sample.Compile(
        [.. Sample.Files.Select(f => f.Name == file ? f with { Text = f.Text + row + "\n" } : f)]));

    public void Look() => Driver.AdvanceWallClockTime(TimeSpan.FromSeconds(1));

    public void Dispose() => Driver.Dispose();
}
