using System.Buffers;
using Syntra.Avro;
using Syntra.Contracts;

namespace Syntra.Topology.Objects.Posting;

/// <summary>Compares what two instructions say.</summary>
internal static class Sameness
{
    /// <summary>Whether both say the same of the object, whenever and however often it was said.</summary>
    public static bool Same(ObjectInstruction? left, ObjectInstruction? right) =>
        left is not null && right is not null && left.Kind == right.Kind && left.Operation == right.Operation && Said(left).AsSpan().SequenceEqual(Said(right));

    /// <summary>
    /// Whether a newer version makes an older one that has not left unnecessary: an object without history is what its newest version
    /// says; a dated one keeps what was said of other days.
    /// </summary>
    public static bool Supersedes(ObjectInstruction newer, ObjectInstruction older) =>
        newer.Kind != ObjectKind.WorkerAssignment || (newer.EffectiveDate == older.EffectiveDate && newer.Operation == older.Operation && newer.LaterChanges == older.LaterChanges);

    // A sealed name differs at each sealing; its keyed hash says whether it is the same. An end says no more than that it ends.
    private static byte[] Said(ObjectInstruction instruction)
    {
        var bare = instruction with
        {
            IdempotencyKey = "", SourceVersion = 0, EventTime = DateTimeOffset.UnixEpoch, ReceivedAt = null, DecidedAt = null, TraceId = null, Facility = null,
            Customer = instruction.Customer is { } customer ? customer with { SealedParty = null } : null,
        };
        if (instruction.Operation != ObjectOperation.Upsert)
        {
            bare = bare with { Customer = null, Asset = null, Credential = null, Assignment = null, CostCenter = null, Hierarchy = null, Requisition = null, EffectiveDate = null };
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = new AvroWriter(buffer);
        bare.Encode(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
