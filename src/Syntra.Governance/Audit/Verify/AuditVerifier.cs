using Syntra.Governance.Audit.Checkpoints;
using Syntra.Governance.Audit.Log;

namespace Syntra.Governance.Audit.Verify;

/// <summary>
/// Verifies a chain offline, from its files, the notes of the second place and the public keys: no service, no private key, no database.
/// It cannot know that the newest checkpoints of the second place were removed as well; keep that place out of the insider's reach.
/// </summary>
public static class AuditVerifier
{
    /// <summary>Verifies one tenant's chain.</summary>
    /// <param name="directory">Folder of the chains.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="store">The second place.</param>
    /// <param name="trust">Public keys that are believed.</param>
    public static AuditReport Verify(string directory, string tenant, ICheckpointStore store, CheckpointTrust trust)
    {
        var findings = new List<AuditRange>();
        var valid = CheckpointCheck.Valid(store.Read(tenant), trust, tenant, findings);
        var walk = new ChainWalk(tenant, valid, findings);
        var files = SegmentFormat.Files(Path.Combine(directory, tenant)).ToList();
        foreach (var file in files)
        {
            walk.Segment(file, last: file == files[^1]);
        }

        walk.End();
        return new AuditReport(tenant, walk.Entries, valid.Count, [.. findings.OrderBy(r => r.First).ThenBy(r => r.Last)]);
    }
}
