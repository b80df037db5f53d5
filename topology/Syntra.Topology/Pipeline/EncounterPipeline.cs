using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Dsl;
using Syntra.Streams.Serialization;
using Syntra.Topology.Topics;

namespace Syntra.Topology.Pipeline;

/// <summary>
/// The steps before the charges: rows of one encounter and its combines meet under the encounter's key, and what is exceptional about
/// it is written to every partition of the charges. So a charge keeps its own key wherever its encounter goes, no charge is ever
/// re-keyed, and the change lies in the same transaction as what it does to a charge.
/// </summary>
internal static class EncounterPipeline
{
    public static void AddTo(StreamsBuilder builder, ChargePipelineOptions options, TopicNames topics, ChargeSerdes serdes)
    {
        ChargePipeline.Add(builder, options, ChargePipeline.EncounterRecordStore, serdes.EncounterRecord);
        ChargePipeline.Add(builder, options, ChargePipeline.PersonCombineStore, serdes.RowAccount);
        string[] stores = [ChargePipeline.EncounterRecordStore];
        var outputs = builder
            .Stream(topics.RawEncounter, Consumed.With(Serdes.String, serdes.RawEncounter).WithName(ChargePipeline.EncounterRowSource))
            .Process(() => new EncounterRowProcessor(options), Named.As("encounter-rows"), stores)
            .Merge(
                builder
                    .Stream(topics.RawEncounterCombine, Consumed.With(Serdes.String, serdes.RawEncounterCombine).WithName(ChargePipeline.EncounterCombineSource))
                    .Process(() => new EncounterCombineProcessor(options), Named.As("encounter-combines"), stores),
                Named.As("encounter-outputs"));
        outputs.Filter((_, o) => o is EncounterOutput.Copy, Named.As("is-encounter-copy"))
            .MapValues(o => (EncounterOutput.Copy)o, Named.As("to-encounter-copy"))
            .To(topics.Encounter, Produced.With(Serdes.String, new CopySerde(serdes.Encounter))
                .WithName("encounters-to-all").WithPartitioner((_, copy, count) => ToEach(copy, count, options)));
        outputs.Filter((_, o) => o is EncounterOutput.Refuse, Named.As("is-encounter-dead-letter"))
            .MapValues(o => ((EncounterOutput.Refuse)o).Refused.Letter, Named.As("to-encounter-dead-letter"))
            .To(topics.DeadLetters, Produced.With(Serdes.String, serdes.DeadLetter).WithName("encounter-dead-letters"));

        builder.Stream(topics.RawPersonCombine, Consumed.With(Serdes.String, serdes.RawPersonCombine).WithName(ChargePipeline.PersonCombineSource))
            .Process(() => new PersonCombineProcessor(), Named.As("person-combine-counts"), ChargePipeline.PersonCombineStore);
    }

    // A partition that was not told of a void would keep its charges: better to stop.
    private static int ToEach(EncounterOutput.Copy copy, int count, ChargePipelineOptions options) => count == options.Partitions
        ? copy.Partition
        : throw new InvalidOperationException($"The encounter topic has {count} partitions, the settings say {options.Partitions}: they must be those of the raw charges.");
}
