using System.Buffers;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Governance.Sealing;
using Syntra.Streams.Serialization;
using Syntra.Topology.Objects.Posting;
using Syntra.Topology.Topics;

namespace Syntra.Topology.Objects.Pipeline;

/// <summary>The serdes of the object topics and stores. Raw events are sealed; the others hold tokens and what leaves for Fusion.</summary>
public sealed class ObjectSerdes(ISchemaRegistryClient registry, RecordSealer sealer)
{
    private readonly Dictionary<string, SealedSerde<RawEvent>> _raw = EventTopics.ResourceTypes.Append(EventTopics.Asset)
        .ToDictionary(t => t, t => new SealedSerde<RawEvent>(registry, sealer, EventTopics.Raw(t)), StringComparer.Ordinal);

    /// <summary>Instructions.</summary>
    public AvroSerde<ObjectInstruction> Instruction { get; } = new(registry);

    /// <summary>Receipts.</summary>
    public AvroSerde<ObjectReceipt> Receipt { get; } = new(registry);

    /// <summary>The watermark table.</summary>
    public AvroSerde<PostedObject> Posted { get; } = new(registry);

    /// <summary>Dead letters.</summary>
    public AvroSerde<DeadLetter> DeadLetter { get; } = new(registry);

    /// <summary>The party table, sealed.</summary>
    public SealedSerde<PartyName> Party { get; } = new(registry, sealer, LogicalTopics.Party);

    /// <summary>A customer's name inside its instruction.</summary>
    internal SealedSerde<PartyName> SealedParty { get; } = new(registry, sealer, LogicalTopics.SealedParty);

    /// <summary>Changes of the party table, sealed.</summary>
    internal SealedSerde<PartyName> PartyChange { get; } = new(registry, sealer, LogicalTopics.PartyChange);

    /// <summary>Names that the party table does not show yet.</summary>
    internal SealedSerde<PartyName> ChangedParty { get; } = new(registry, sealer, LogicalTopics.ChangedParty);

    /// <summary>Customers by whose name they bear.</summary>
    internal SealedSerde<PartyName> Named { get; } = new(registry, sealer, LogicalTopics.NamedCustomer);

    /// <summary>Customers that wait for a name.</summary>
    internal SealedSerde<PartyName> Unnamed { get; } = new(registry, sealer, LogicalTopics.UnnamedCustomer);

    /// <summary>Raw events of a resource type.</summary>
    public SealedSerde<RawEvent> Raw(string resourceType) => _raw[resourceType];

    internal ISerde<ObjectOutput.Post> Post => new PostSerde(Instruction);

    internal ISerde<ObjectOutput.Changed> Change => new ChangeSerde(PartyChange);

    /// <summary>Registers every schema that the pipeline writes, so that its first records do not wait.</summary>
    public async Task PrepareAsync(TopicNames topics, IEnumerable<ObjectKind> kinds, CancellationToken cancellationToken)
    {
        foreach (var kind in kinds)
        {
            await Instruction.PrepareAsync(topics.Object(kind), cancellationToken).ConfigureAwait(false);
        }

        await Party.PrepareAsync(topics.Party, cancellationToken).ConfigureAwait(false);
        await SealedParty.PrepareAsync(topics.Party, cancellationToken).ConfigureAwait(false);
        await PartyChange.PrepareAsync(topics.PartyChange, cancellationToken).ConfigureAwait(false);
        await DeadLetter.PrepareAsync(topics.DeadLetters, cancellationToken).ConfigureAwait(false);
        await Posted.PrepareAsync(ObjectPipeline.PostedStore, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the instruction of an output; instructions are not read here.</summary>
    private sealed class PostSerde(AvroSerde<ObjectInstruction> inner) : ISerde<ObjectOutput.Post>
    {
        public void Serialize(string topic, ObjectOutput.Post value, IBufferWriter<byte> destination) => inner.Serialize(topic, value.Instruction, destination);

        public ObjectOutput.Post Deserialize(string topic, ReadOnlySpan<byte> data) => throw new NotSupportedException("Instructions are written here, not read.");
    }

    /// <summary>Writes what an output says of a patient, sealed under its key; outputs are not read here.</summary>
    private sealed class ChangeSerde(SealedSerde<PartyName> inner) : ISerde<ObjectOutput.Changed>
    {
        public void Serialize(string topic, ReadOnlySpan<byte> key, ObjectOutput.Changed value, IBufferWriter<byte> destination) => inner.Serialize(topic, key, value.Name, destination);

        public void Serialize(string topic, ObjectOutput.Changed value, IBufferWriter<byte> destination) => inner.Serialize(topic, value.Name, destination);

        public ObjectOutput.Changed Deserialize(string topic, ReadOnlySpan<byte> data) => throw new NotSupportedException("Changes are written here, not read as outputs.");
    }
}
