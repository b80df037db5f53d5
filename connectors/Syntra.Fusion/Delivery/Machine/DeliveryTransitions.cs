using Syntra.Contracts;

namespace Syntra.Fusion.Delivery.Machine;

/// <summary>
/// What may follow what. SEALED behind a later state is a new attempt under a new group id; IMPORTED before its turn means that
/// Fusion, asked by name, already had the journals.
/// </summary>
internal static class DeliveryTransitions
{
    private static readonly Dictionary<DeliveryState, DeliveryState[]> s_table = new()
    {
        [DeliveryState.Sealed] = [DeliveryState.Uploaded, DeliveryState.Imported],
        [DeliveryState.Uploaded] = [DeliveryState.LoadSubmitting, DeliveryState.Imported],
        [DeliveryState.LoadSubmitting] = [DeliveryState.Loading, DeliveryState.Sealed, DeliveryState.Imported],
        [DeliveryState.Loading] = [DeliveryState.Loaded, DeliveryState.Rejected, DeliveryState.Sealed, DeliveryState.Split, DeliveryState.Imported],
        [DeliveryState.Loaded] = [DeliveryState.ImportSubmitting, DeliveryState.Imported],
        [DeliveryState.ImportSubmitting] = [DeliveryState.ImportSubmitting, DeliveryState.Importing, DeliveryState.Imported],
        [DeliveryState.Importing] = [DeliveryState.Imported, DeliveryState.Rejected, DeliveryState.Sealed, DeliveryState.Split],
        [DeliveryState.Imported] = [DeliveryState.PostSubmitting, DeliveryState.Posted, DeliveryState.Done],
        [DeliveryState.Rejected] = [DeliveryState.Sealed, DeliveryState.Done, DeliveryState.Imported],
        [DeliveryState.PostSubmitting] = [DeliveryState.Posting, DeliveryState.Posted],
        [DeliveryState.Posting] = [DeliveryState.Posted, DeliveryState.PostSubmitting],
        [DeliveryState.Posted] = [DeliveryState.Done],
        [DeliveryState.Split] = [],
        [DeliveryState.Done] = [],
    };

    /// <summary>States in which the journals may be in Fusion without our knowing: asked about after a restart and an unknown outcome.</summary>
    public static bool MayBeImported(DeliveryState state) => s_table[state].Contains(DeliveryState.Imported);

    public static bool IsEnd(DeliveryState state) => s_table[state].Length == 0;

    public static bool Allows(DeliveryState from, DeliveryState to) => s_table[from].Contains(to);

    public static void Assert(string batchId, DeliveryState from, DeliveryState to)
    {
        if (!Allows(from, to))
        {
            throw new DeliveryStateException($"Batch {batchId} cannot go from {from} to {to}.");
        }
    }
}
