using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Dsl;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;
using Syntra.Topology.Objects.Posting;
using StreamTopology = Syntra.Streams.Topology;

namespace Syntra.Topology.Objects.Pipeline;

/// <summary>
/// The object pipeline: intake, mapping and posting of every domain as one sub-topology, so that an event pays one commit. Raw events and
/// receipts are co-partitioned: an instruction leaves through its record's partition, and its receipt comes back through the same.
/// </summary>
public static class ObjectPipeline
{
    /// <summary>The watermark table: kind/object key to <see cref="PostedObject"/>. Its changelog is <c>application.id-posted-object-changelog</c>.</summary>
    public const string PostedStore = "posted-object";

    /// <summary>Objects whose first waiting version leaves at a time: time|key to key.</summary>
    public const string TimerStore = "object-timers";

    /// <summary>Global table of patients' names: patient to <see cref="PartyName"/>, sealed. Only with <see cref="ObjectPipelineOptions.CustomerNames"/>.</summary>
    public const string PartyStore = "parties";

    /// <summary>Customers that wait for their patient's name: object key to whose, sealed.</summary>
    public const string UnnamedStore = "unnamed-customers";

    /// <summary>Names that changed and that the party table does not show yet: patient to <see cref="PartyName"/>, sealed.</summary>
    public const string ChangedStore = "changed-parties";

    /// <summary>Customers by the patients whose name they bear, sealed.</summary>
    public const string NamedStore = "named-customers";

    internal const string ChangeSource = "party-changes";
    internal const string RawSourcePrefix = "raw-";
    internal const string ReceiptSourcePrefix = "receipt-";

    /// <summary>Builds the topology. All topics must exist, raw, instruction and receipt topics with the same number of partitions.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="serdes">The serdes, on the registry of the topics.</param>
    public static StreamTopology Build(ObjectPipelineOptions options, ObjectSerdes serdes)
    {
        var topics = new TopicNames(options.Tenant);
        var builder = new StreamsBuilder();
        builder.AddStateStore(Stores.KeyValue(PostedStore, Serdes.String, serdes.Posted).WithChangelog() with { Kind = options.StoreKind });
        builder.AddStateStore(Stores.KeyValue(TimerStore, Serdes.String, Serdes.String).WithChangelog() with { Kind = options.StoreKind });

        string[] stores = options.CustomerNames ? [PostedStore, TimerStore, UnnamedStore, ChangedStore, NamedStore] : [PostedStore, TimerStore];
        if (options.CustomerNames)
        {
            builder.GlobalTable(topics.Party, Consumed.With(Serdes.String, serdes.Party), Materialized.As<string, PartyName>(PartyStore));
            builder.AddStateStore(Stores.KeyValue(UnnamedStore, Serdes.String, serdes.Unnamed).WithChangelog() with { Kind = options.StoreKind });
            builder.AddStateStore(Stores.KeyValue(ChangedStore, Serdes.String, serdes.ChangedParty).WithChangelog() with { Kind = options.StoreKind });
            builder.AddStateStore(Stores.KeyValue(NamedStore, Serdes.String, serdes.Named).WithChangelog() with { Kind = options.StoreKind });
        }

        var outputs = Inputs(builder, options, topics, serdes).Process(() => new ObjectProcessor(options, serdes), Named.As("posting"), stores);
        if (options.CustomerNames)
        {
            outputs.Filter((_, o) => o is ObjectOutput.Named, Named.As("is-name"))
                .MapValues(o => ((ObjectOutput.Named)o).Name!, Named.As("to-name"))
                .To(topics.Party, Produced.With(Serdes.String, serdes.Party).WithName("names"));
            outputs.Filter((_, o) => o is ObjectOutput.Changed, Named.As("is-changed-name"))
                .MapValues(o => (ObjectOutput.Changed)o, Named.As("to-changed-name"))
                .To(topics.PartyChange, Produced.With(Serdes.String, serdes.Change).WithName("changed-names").WithPartitioner((_, change, count) => ToEach(change, count, options)));
        }

        outputs.Filter((_, o) => o is ObjectOutput.Post, Named.As("is-instruction"))
            .MapValues(o => (ObjectOutput.Post)o, Named.As("to-instruction"))
            .To(r => topics.Object(r.Value!.Instruction.Kind), Produced.With(Serdes.String, serdes.Post).WithName("instructions").WithPartitioner((_, post, _) => post.Partition));
        outputs.Filter((_, o) => o is ObjectOutput.Refuse, Named.As("is-dead-letter"))
            .MapValues(o => ((ObjectOutput.Refuse)o).Letter, Named.As("to-dead-letter"))
            .To(topics.DeadLetters, Produced.With(Serdes.String, serdes.DeadLetter).WithName("dead-letters"));
        return builder.Build();
    }

    /// <summary>The kinds that a tenant's domains send.</summary>
    public static IReadOnlyList<ObjectKind> Kinds(IEnumerable<Domains.ObjectDomain> domains) => [.. domains.Select(d => d.Kind).Distinct().Order()];

    /// <summary>The resource types that a tenant's domains read.</summary>
    public static IReadOnlyList<string> Sources(IEnumerable<Domains.ObjectDomain> domains) => [.. domains.Select(d => d.Source).Distinct().Order(StringComparer.Ordinal)];

    private static KStream<string, ObjectInput> Inputs(StreamsBuilder builder, ObjectPipelineOptions options, TopicNames topics, ObjectSerdes serdes)
    {
        KStream<string, ObjectInput>? all = null;
        foreach (var source in Sources(options.Domains).Union(options.CustomerNames ? ["Patient"] : [], StringComparer.Ordinal))
        {
            var name = source.ToLowerInvariant();
            var raw = builder.Stream($"{topics.Tenant}.{EventTopics.Raw(source)}", Consumed.With(Serdes.String, serdes.Raw(source)).WithName(RawSourcePrefix + name))
                .MapValues(e => new ObjectInput(e, null), Named.As($"{name}-in"));
            all = all?.Merge(raw, Named.As($"with-{name}")) ?? raw;
        }

        foreach (var kind in Kinds(options.Domains))
        {
            var name = kind.ToString().ToLowerInvariant();
            var receipts = builder.Stream(topics.ObjectReceipt(kind), Consumed.With(Serdes.String, serdes.Receipt).WithName(ReceiptSourcePrefix + name))
                .MapValues(r => new ObjectInput(null, r), Named.As($"{name}-answered"));
            all = all?.Merge(receipts, Named.As($"with-{name}-answers")) ?? receipts;
        }

        if (options.CustomerNames && all is not null)
        {
            var changes = builder.Stream(topics.PartyChange, Consumed.With(Serdes.String, serdes.PartyChange).WithName(ChangeSource)).MapValues(n => new ObjectInput(null, null, n), Named.As("changes-in"));
            all = all.Merge(changes, Named.As("with-changes"));
        }

        return all ?? throw new ArgumentException("The tenant has no domain of objects.");
    }

    // A partition that was not told of a new name would keep the old one on its customers: better to stop.
    private static int ToEach(ObjectOutput.Changed change, int count, ObjectPipelineOptions options) => count == options.Partitions
        ? change.Partition
        : throw new InvalidOperationException($"The topic of changed names has {count} partitions, the settings say {options.Partitions}: they must be those of the raw events.");
}
