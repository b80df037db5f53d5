using Syntra.Governance.Audit.Checkpoints;

namespace Syntra.Governance.Audit.Verify;

/// <summary>Judges the second place on its own: signatures, the line of checkpoints, and two histories in it.</summary>
internal static class CheckpointCheck
{
    public static List<AuditCheckpoint> Valid(IReadOnlyList<string> notes, CheckpointTrust trust, string tenant, List<AuditRange> findings)
    {
        var valid = new List<AuditCheckpoint>();
        var previous = new byte[Merkle.MerkleHash.Size];
        foreach (var (number, note) in notes.Index())
        {
            if (!trust.TryRead(note, tenant, out var checkpoint))
            {
                findings.Add(new AuditRange(AuditState.CheckpointInvalid, number, number, "a checkpoint is not signed by a trusted key, or was altered"));
                previous = CheckpointNote.HashOf(note);
                continue;
            }

            if (valid.Find(c => c.Size == checkpoint.Size && !c.Root.AsSpan().SequenceEqual(checkpoint.Root)) is not null)
            {
                findings.Add(new AuditRange(AuditState.Forked, Math.Max(0, checkpoint.Size - 1), Math.Max(0, checkpoint.Size - 1), "two checkpoints of one size have different roots"));
            }
            else if (valid.Find(c => c.Previous.AsSpan().SequenceEqual(checkpoint.Previous)) is not null)
            {
                findings.Add(new AuditRange(AuditState.Forked, number, number, "two checkpoints follow the same one"));
            }
            else if (!checkpoint.Previous.AsSpan().SequenceEqual(previous))
            {
                findings.Add(new AuditRange(AuditState.CheckpointInvalid, number, number, "the checkpoint before this one is missing"));
            }
            else if (valid.Count > 0 && checkpoint.Size < valid[^1].Size)
            {
                findings.Add(new AuditRange(AuditState.Forked, checkpoint.Size, valid[^1].Size - 1, "a later checkpoint is of a shorter chain"));
            }

            valid.Add(checkpoint);
            previous = CheckpointNote.HashOf(note);
        }

        return valid;
    }
}
