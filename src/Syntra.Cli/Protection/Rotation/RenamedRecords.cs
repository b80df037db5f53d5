using Syntra.Contracts;

namespace Syntra.Cli.Protection.Rotation;

/// <summary>
/// Records with their tokens renamed. Keys of lines and instructions stay: they are what Fusion knows a posting by, and a posting is not
/// made again because its charge has another name.
/// </summary>
internal static class RenamedRecords
{
    internal static PostedCharge Of(PostedCharge row, TokenPairs names) => row with
    {
        RecordId = names.Rename(row.RecordId),
        Standing = Of(row.Standing, names),
        Pending = Of(row.Pending, names),
        Missing = names.RenameOrNull(row.Missing),
        EncounterFacts = names.Rename(row.EncounterFacts),
        Indexed = names.Rename(row.Indexed),
        Review = row.Review is null ? null : Of(row.Review, names),
    };

    internal static ReviewItem Of(ReviewItem item, TokenPairs names) => item with { RecordId = names.Rename(item.RecordId), Chain = names.Rename(item.Chain) };

    internal static ParkedCharge Of(ParkedCharge parked, TokenPairs names) => parked with { RecordId = names.Rename(parked.RecordId), Missing = names.Rename(parked.Missing) };

    internal static EncounterState Of(EncounterState state, TokenPairs names) =>
        state with { Encounter = names.Rename(state.Encounter), CombinedInto = names.RenameOrNull(state.CombinedInto) };

    internal static EncounterRecord Of(EncounterRecord record, TokenPairs names) => record with
    {
        Encounter = names.Rename(record.Encounter),
        Combines = [.. record.Combines.Select(c => c with { Into = names.RenameOrNull(c.Into) })],
        Broadcast = record.Broadcast is null ? null : Of(record.Broadcast, names),
    };

    private static JournalInstruction? Of(JournalInstruction? instruction, TokenPairs names) =>
        instruction is null ? null : instruction with { RecordId = names.Rename(instruction.RecordId) };
}
