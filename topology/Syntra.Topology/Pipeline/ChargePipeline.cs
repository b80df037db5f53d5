using System.Collections.Frozen;
using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Dsl;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;
using Syntra.Topology.Analytics;
using Syntra.Topology.Posting;
using Syntra.Topology.Topics;
using StreamTopology = Syntra.Streams.Topology;

namespace Syntra.Topology.Pipeline;

/// <summary>
/// The charge pipeline: intake, mapping and posting as one sub-topology, so that a charge pays one commit. Raw charges, deletions,
/// receipts and decisions are co-partitioned by record id and share the watermark table; what encounters tell reaches every partition;
/// crosswalk and calendar are global tables. <see cref="EncounterPipeline"/> adds the steps that gather encounters.
/// </summary>
public static class ChargePipeline
{
    /// <summary>The watermark table: record id to <see cref="PostedCharge"/>. Its changelog is <c>application.id-posted-changelog</c>.</summary>
    public const string PostedStore = "posted";

    /// <summary>Parked charges by the row that they wait for.</summary>
    public const string ParkedIndexStore = "parked-index";

    /// <summary>The exceptional encounters, in every partition: encounter to <see cref="EncounterState"/>.</summary>
    public const string EncounterStore = "encounters";

    /// <summary>The charges of this partition that an encounter concerns.</summary>
    public const string EncounterIndexStore = "encounter-charges";

    /// <summary>What is known of each encounter where its rows come in: encounter to <see cref="EncounterRecord"/>.</summary>
    public const string EncounterRecordStore = "encounter-records";

    /// <summary>Person combines counted: combine to <see cref="SourceRowAccount"/>.</summary>
    public const string PersonCombineStore = "person-combines";

    /// <summary>The rows that stand in the copy for analytics: charge to <see cref="AnalyticsCharge"/>, sealed, because it joins both tokens.</summary>
    public const string AnalyticsStore = "analytics-rows";

    /// <summary>Global table of the workbook: <c>table|code</c> to <see cref="CrosswalkEntry"/>.</summary>
    public const string CrosswalkStore = "crosswalk";

    /// <summary>Global table of the calendars: ledger name to <see cref="LedgerCalendar"/>.</summary>
    public const string CalendarStore = "calendar";

    internal const string RawSource = "raw-charges";
    internal const string ReceiptSource = "journal-receipts";
    internal const string DeleteSource = "raw-deletes";
    internal const string DecisionSource = "review-decisions";
    internal const string EncounterSource = "encounter-states";
    internal const string EncounterRowSource = "raw-encounters";
    internal const string EncounterCombineSource = "raw-encounter-combines";
    internal const string PersonCombineSource = "raw-person-combines";

    /// <summary>Nodes whose failures are those of decoding.</summary>
    internal static FrozenSet<string> Sources { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        RawSource, ReceiptSource, DeleteSource, DecisionSource, EncounterSource, EncounterRowSource, EncounterCombineSource, PersonCombineSource);

    private static string[] ChargeStores { get; } = [PostedStore, ParkedIndexStore, EncounterStore, EncounterIndexStore];

    /// <summary>Builds the topology. All topics must exist; those keyed by charge and that of the encounters with the same number of partitions.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="serdes">The serdes, on the registry of the topics.</param>
    public static StreamTopology Build(ChargePipelineOptions options, ChargeSerdes serdes)
    {
        var topics = new TopicNames(options.Tenant);
        var builder = new StreamsBuilder();
        AddStores(builder, options, topics, serdes);

        var copied = options.Analytics is null ? ChargeStores : [.. ChargeStores, AnalyticsStore];
        var shape = options.Analytics is { } copy ? new AnalyticsShape(copy, options.Tokens) : null;
        var outputs = Steps(builder, topics.RawCharge, serdes.RawCharge, RawSource, "posting", () => new ReceivedProcessor(options, shape), copied)
            .Merge(Steps(builder, topics.JournalReceipt, serdes.Receipt, ReceiptSource, "receipts", () => new AnsweredProcessor(options)), Named.As("and-receipts"))
            .Merge(Steps(builder, topics.RawDelete, serdes.RawDelete, DeleteSource, "deletions", () => new DeletedProcessor(options, shape), copied), Named.As("and-deletions"))
            .Merge(Steps(builder, topics.ReviewDecision, serdes.ReviewDecision, DecisionSource, "decisions", () => new DecidedProcessor(options)), Named.As("and-decisions"))
            .Merge(Steps(builder, topics.Encounter, serdes.Encounter, EncounterSource, "encounter-changes", () => new EncounterChangedProcessor(options)), Named.As("outputs"));

        Send<PostingOutput.Post, JournalInstruction>(outputs, o => o.Instruction, topics.Journal, serdes.Journal, "journal");
        Send<PostingOutput.Refuse, DeadLetter>(outputs, o => o.Letter, topics.DeadLetters, serdes.DeadLetter, "dead-letters");
        Send<PostingOutput.Review, ReviewItem>(outputs, o => o.Item, topics.Review, serdes.Review, "review");
        outputs.Filter((_, o) => o is PostingOutput.Park or PostingOutput.Release, Named.As("is-parked"))
            .MapValues(o => (o as PostingOutput.Park)?.Parked!, Named.As("to-parked"))
            .To(topics.Parked, Produced.With(Serdes.String, serdes.Parked).WithName("parked"));
        if (shape is not null)
        {
            Send<PostingOutput.Copy, AnalyticsCharge>(outputs, o => o.Row, topics.AnalyticsCharge, serdes.Analytics, "analytics");
        }

        EncounterPipeline.AddTo(builder, options, topics, serdes);
        return builder.Build();
    }

    private static KStream<string, PostingOutput> Steps<TValue>(
        StreamsBuilder builder, string topic, ISerde<TValue> serde, string source, string node, Func<Streams.Processors.IProcessor<string, TValue, string, PostingOutput>> step,
        string[]? stores = null) =>
        builder.Stream(topic, Consumed.With(Serdes.String, serde).WithName(source)).Process(step, Named.As(node), stores ?? ChargeStores);

    private static void AddStores(StreamsBuilder builder, ChargePipelineOptions options, TopicNames topics, ChargeSerdes serdes)
    {
        builder.GlobalTable(
            topics.Crosswalk, Consumed.With(Serdes.String, serdes.Crosswalk), Materialized.As<string, CrosswalkEntry>(CrosswalkStore));
        builder.GlobalTable(
            topics.Calendar, Consumed.With(Serdes.String, serdes.Calendar), Materialized.As<string, LedgerCalendar>(CalendarStore));
        Add(builder, options, PostedStore, serdes.Posted);
        Add(builder, options, ParkedIndexStore, Serdes.String);
        Add(builder, options, EncounterStore, serdes.Encounter);
        Add(builder, options, EncounterIndexStore, Serdes.String);
        if (options.Analytics is not null)
        {
            Add(builder, options, AnalyticsStore, serdes.AnalyticsRow);
        }
    }

    internal static void Add<TValue>(StreamsBuilder builder, ChargePipelineOptions options, string store, ISerde<TValue> serde) =>
        builder.AddStateStore(Stores.KeyValue(store, Serdes.String, serde).WithChangelog() with { Kind = options.StoreKind });

    private static void Send<TOutput, TValue>(
        KStream<string, PostingOutput> outputs, Func<TOutput, TValue> value, string topic, AvroSerde<TValue> serde, string name)
        where TOutput : PostingOutput
        where TValue : Avro.IAvroRecord<TValue> =>
        outputs.Filter((_, o) => o is TOutput, Named.As($"is-{name}"))
            .MapValues(o => value((TOutput)o), Named.As($"to-{name}"))
            .To(topic, Produced.With(Serdes.String, serde).WithName(name));
}
