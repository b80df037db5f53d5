using Syntra.Contracts;

namespace Syntra.Topology.Posting;

/// <summary>A deletion in the shape of a version: the last one, of a row that is no longer active.</summary>
internal static class Deletions
{
    public static ReceivedCharge AsVersion(RawDelete delete, int partition, long offset) => new()
    {
        Charge = new RawCharge
        {
            ChargeItemId = delete.ChargeItemId,
            SourceVersion = ChargeMachine.LastVersion,
            UpdatedAt = delete.DeletedAt,
            ReadAt = delete.ReadAt,
            Active = false,
            EncounterFound = false,
        },
        Partition = partition,
        Offset = offset,
        Deleted = true,
    };
}
