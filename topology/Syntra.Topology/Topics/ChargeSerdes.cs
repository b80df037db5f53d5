using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Governance.Sealing;

namespace Syntra.Topology.Topics;

/// <summary>The serdes of the charge topics and stores. What holds raw content is sealed; the others hold tokens, codes and money.</summary>
public sealed class ChargeSerdes(ISchemaRegistryClient registry, IRecordSealer sealer)
{
    public SealedSerde<RawCharge> RawCharge { get; } = new(registry, sealer, LogicalTopics.RawCharge);

    public AvroSerde<CrosswalkEntry> Crosswalk { get; } = new(registry);

    public AvroSerde<LedgerCalendar> Calendar { get; } = new(registry);

    public AvroSerde<JournalInstruction> Journal { get; } = new(registry);

    public AvroSerde<JournalReceipt> Receipt { get; } = new(registry);

    public SealedSerde<PostedCharge> Posted { get; } = new(registry, sealer, LogicalTopics.PostedCharge);

    public AvroSerde<ParkedCharge> Parked { get; } = new(registry);

    public AvroSerde<DeadLetter> DeadLetter { get; } = new(registry);

    public SealedSerde<RawDelete> RawDelete { get; } = new(registry, sealer, LogicalTopics.RawDelete);

    public SealedSerde<RawEncounter> RawEncounter { get; } = new(registry, sealer, LogicalTopics.RawEncounter);

    public SealedSerde<RawEncounterCombine> RawEncounterCombine { get; } = new(registry, sealer, LogicalTopics.RawEncounterCombine);

    public SealedSerde<RawPersonCombine> RawPersonCombine { get; } = new(registry, sealer, LogicalTopics.RawPersonCombine);

    public AvroSerde<EncounterState> Encounter { get; } = new(registry);

    public AvroSerde<EncounterRecord> EncounterRecord { get; } = new(registry);

    public AvroSerde<SourceRowAccount> RowAccount { get; } = new(registry);

    public AvroSerde<ReviewItem> Review { get; } = new(registry);

    public AvroSerde<ReviewDecision> ReviewDecision { get; } = new(registry);

    public AvroSerde<AnalyticsCharge> Analytics { get; } = new(registry);

    public SealedSerde<AnalyticsCharge> AnalyticsRow { get; } = new(registry, sealer, LogicalTopics.AnalyticsRow);

    /// <summary>Registers every schema that the charge pipeline writes, so that its first records do not wait.</summary>
    public async Task PrepareAsync(TopicNames topics, CancellationToken cancellationToken)
    {
        await Journal.PrepareAsync(topics.Journal, cancellationToken).ConfigureAwait(false);
        await Parked.PrepareAsync(topics.Parked, cancellationToken).ConfigureAwait(false);
        await DeadLetter.PrepareAsync(topics.DeadLetters, cancellationToken).ConfigureAwait(false);
        await Review.PrepareAsync(topics.Review, cancellationToken).ConfigureAwait(false);
        await Encounter.PrepareAsync(topics.Encounter, cancellationToken).ConfigureAwait(false);
        await Encounter.PrepareAsync(Pipeline.ChargePipeline.EncounterStore, cancellationToken).ConfigureAwait(false);
        await EncounterRecord.PrepareAsync(Pipeline.ChargePipeline.EncounterRecordStore, cancellationToken).ConfigureAwait(false);
        await RowAccount.PrepareAsync(Pipeline.ChargePipeline.PersonCombineStore, cancellationToken).ConfigureAwait(false);
        await Analytics.PrepareAsync(topics.AnalyticsCharge, cancellationToken).ConfigureAwait(false);
        await AnalyticsRow.PrepareAsync(Pipeline.ChargePipeline.AnalyticsStore, cancellationToken).ConfigureAwait(false);
        await Posted.PrepareAsync(Pipeline.ChargePipeline.PostedStore, cancellationToken).ConfigureAwait(false);
    }
}
