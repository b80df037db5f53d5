using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Contracts;

namespace Syntra.Cerner.Millennium;

/// <summary>Where the rows that are records of their own go, and how they are written.</summary>
internal sealed class RowFormats(ISchemaRegistryClient registry, TopicNames topics)
{
    private readonly AvroSerializer<RawEncounter> _encounter = new(registry);
    private readonly AvroSerializer<RawEncounterCombine> _encounterCombine = new(registry);
    private readonly AvroSerializer<RawPersonCombine> _personCombine = new(registry);
    private readonly AvroSerializer<RawDelete> _delete = new(registry);

    internal static IReadOnlyList<string> Topics(TopicNames topics) =>
        [topics.RawEncounter, topics.RawEncounterCombine, topics.RawPersonCombine, topics.RawDelete];

    internal static string LogicalTopicOf(ReadRow row) => row.Value switch
    {
        RawEncounter => LogicalTopics.RawEncounter,
        RawEncounterCombine => LogicalTopics.RawEncounterCombine,
        RawPersonCombine => LogicalTopics.RawPersonCombine,
        RawDelete => LogicalTopics.RawDelete,
        _ => throw Unknown(row),
    };

    internal string TopicOf(ReadRow row) => row.Value switch
    {
        RawEncounter => topics.RawEncounter,
        RawEncounterCombine => topics.RawEncounterCombine,
        RawPersonCombine => topics.RawPersonCombine,
        RawDelete => topics.RawDelete,
        _ => throw Unknown(row),
    };

    internal byte[] Frame(ReadRow row) => row.Value switch
    {
        RawEncounter encounter => _encounter.Serialize(topics.RawEncounter, encounter),
        RawEncounterCombine combine => _encounterCombine.Serialize(topics.RawEncounterCombine, combine),
        RawPersonCombine combine => _personCombine.Serialize(topics.RawPersonCombine, combine),
        RawDelete delete => _delete.Serialize(topics.RawDelete, delete),
        _ => throw Unknown(row),
    };

    internal async ValueTask PrepareAsync(CancellationToken ct)
    {
        await _encounter.PrepareAsync(topics.RawEncounter, ct).ConfigureAwait(false);
        await _encounterCombine.PrepareAsync(topics.RawEncounterCombine, ct).ConfigureAwait(false);
        await _personCombine.PrepareAsync(topics.RawPersonCombine, ct).ConfigureAwait(false);
        await _delete.PrepareAsync(topics.RawDelete, ct).ConfigureAwait(false);
    }

    private static InvalidOperationException Unknown(ReadRow row) => new($"Rows of {row.Keyset} have no topic.");
}
