using System.Security.Cryptography;
using Syntra.Governance.Audit;
using Syntra.Governance.Audit.Checkpoints;
using Syntra.Governance.Audit.Log;
using Syntra.Governance.Audit.Verify;

namespace Syntra.Bench.Governance;

/// <summary>Writes a chain of disclosures with a checkpoint and verifies it, as an operator would.</summary>
internal static class AuditWork
{
    private const string Tenant = "bench";

    public static (Rate Append, Rate Verify, double EntryBytes) Round(string folder, int entries)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var store = new FileCheckpointStore(Path.Combine(folder, "second"));
        var options = new AuditLogOptions { Directory = Path.Combine(folder, "chain"), Tenant = Tenant, FlushEachRecord = false };
        var entry = new AuditEvent
        {
            Kind = AuditKind.Disclosed, Tenant = Tenant, At = TimeProvider.System.GetUtcNow(), Actor = "svc-intake", Patient = "t1" + new string('a', 26),
            Object = "charge lines with service dates", Purpose = "HOPERAT", Recipient = "North Health finance", Code = "operations",
        };

        Rate append;
        var meter = new Meter();
        using (var log = AuditLog.Open(options, anchor: null))
        {
            for (var i = 0; i < entries; i++)
            {
                log.Append(entry);
            }

            log.Flush();
            append = meter.Of(entries);
            log.Checkpoint(new CheckpointSigner("bench", key), store, TimeProvider.System);
        }

        var trust = new CheckpointTrust(new Dictionary<string, ECDsa>(StringComparer.Ordinal) { ["bench"] = key });
        meter = new Meter();
        var report = AuditVerifier.Verify(options.Directory, Tenant, store, trust);
        var verify = meter.Of(entries);
        if (report.State != AuditState.Anchored || report.Entries != entries)
        {
            throw new InvalidOperationException($"The chain of the bench is {report.State} with {report.Entries} entries.");
        }

        var bytes = Directory.EnumerateFiles(Path.Combine(options.Directory, Tenant), "*.log").Sum(f => new FileInfo(f).Length);
        return (append, verify, (double)bytes / entries);
    }
}
