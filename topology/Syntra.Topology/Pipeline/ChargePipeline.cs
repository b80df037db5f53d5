using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Dsl;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;
using Syntra.Topology.Posting;
using Syntra.Topology.Topics;
using StreamTopology = Syntra.Streams.Topology;

namespace Syntra.Topology.Pipeline;

/// <summary>
/// The charge pipeline: intake, mapping and posting as one sub-topology, so that a charge pays one commit. Raw charges and receipts
/// are co-partitioned by record id and share the watermark table; crosswalk and calendar are global tables.
/// </summary>
public static class ChargePipeline
{
    /// <summary>The watermark table: record id to <see cref="PostedCharge"/>. Its changelog is <c>application.id-posted-changelog</c>.</summary>
    public const string PostedStore = "posted";

    /// <summary>Parked charges by the row that they wait for.</summary>
    public const string ParkedIndexStore = "parked-index";

    /// <summary>Global table of the workbook: <c>table|code</c> to <see cref="CrosswalkEntry"/>.</summary>
    public const string CrosswalkStore = "crosswalk";

    /// <summary>Global table of the calendars: ledger name to <see cref="LedgerCalendar"/>.</summary>
    public const string CalendarStore = "calendar";

    internal const string RawSource = "raw-charges";
    internal const string ReceiptSource = "journal-receipts";

    /// <summary>Builds the topology. All topics must exist; raw charges and receipts with the same number of partitions.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="serdes">The serdes, on the registry of the topics.</param>
    public static StreamTopology Build(ChargePipelineOptions options, ChargeSerdes serdes)
    {
        var topics = new TopicNames(options.Tenant);
        var builder = new StreamsBuilder();
        AddStores(builder, options, topics, serdes);

        var raw = builder.Stream(topics.RawCharge, Consumed.With(Serdes.String, serdes.RawCharge).WithName(RawSource));
        var receipts = builder.Stream(topics.JournalReceipt, Consumed.With(Serdes.String, serdes.Receipt).WithName(ReceiptSource));
        string[] stores = [PostedStore, ParkedIndexStore];
        var outputs = raw.Process(() => new ReceivedProcessor(options), Named.As("posting"), stores)
            .Merge(receipts.Process(() => new AnsweredProcessor(options), Named.As("receipts"), stores), Named.As("outputs"));

        Send<PostingOutput.Post, JournalInstruction>(outputs, o => o.Instruction, topics.Journal, serdes.Journal, "journal");
        Send<PostingOutput.Refuse, DeadLetter>(outputs, o => o.Letter, topics.DeadLetters, serdes.DeadLetter, "dead-letters");
        outputs.Filter((_, o) => o is PostingOutput.Park or PostingOutput.Release, Named.As("is-parked"))
            .MapValues(o => (o as PostingOutput.Park)?.Parked!, Named.As("to-parked"))
            .To(topics.Parked, Produced.With(Serdes.String, serdes.Parked).WithName("parked"));
        return builder.Build();
    }

    private static void AddStores(StreamsBuilder builder, ChargePipelineOptions options, TopicNames topics, ChargeSerdes serdes)
    {
        builder.GlobalTable(
            topics.Crosswalk, Consumed.With(Serdes.String, serdes.Crosswalk), Materialized.As<string, CrosswalkEntry>(CrosswalkStore));
        builder.GlobalTable(
            topics.Calendar, Consumed.With(Serdes.String, serdes.Calendar), Materialized.As<string, LedgerCalendar>(CalendarStore));
        builder.AddStateStore(Stores.KeyValue(PostedStore, Serdes.String, serdes.Posted).WithChangelog() with { Kind = options.StoreKind });
        builder.AddStateStore(Stores.KeyValue(ParkedIndexStore, Serdes.String, Serdes.String).WithChangelog() with { Kind = options.StoreKind });
    }

    private static void Send<TOutput, TValue>(
        KStream<string, PostingOutput> outputs, Func<TOutput, TValue> value, string topic, AvroSerde<TValue> serde, string name)
        where TOutput : PostingOutput
        where TValue : Avro.IAvroRecord<TValue> =>
        outputs.Filter((_, o) => o is TOutput, Named.As($"is-{name}"))
            .MapValues(o => value((TOutput)o), Named.As($"to-{name}"))
            .To(topic, Produced.With(Serdes.String, serde).WithName(name));
}
