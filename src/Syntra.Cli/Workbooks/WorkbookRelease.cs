using Microsoft.Extensions.Logging;
using Syntra.Cli.Configuration;
using Syntra.Cli.Operating;
using Syntra.Cli.Runtime;
using Syntra.Governance.Audit;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Workbooks;

/// <summary>What a release came to.</summary>
/// <param name="Workbook">Version that is in force now.</param>
/// <param name="Changed">Entries of the crosswalk that were written or removed.</param>
/// <param name="OldHash">Hash of what was published before; null where nothing changed.</param>
/// <param name="NewHash">Hash of what is published now; null where nothing changed.</param>
internal sealed record ReleaseAnswer(string Workbook, int Changed, string? OldHash, string? NewHash);

/// <summary>
/// Brings a workbook that finance signed into force: into the tenant's folder first, so that the next start has it too, then into the
/// crosswalk topic, where running streams see it at once. Refusals are audited as releases are.
/// </summary>
internal sealed class WorkbookRelease(OperatorSession session, string tenantFolder, string user)
{
    /// <summary>Publishes.</summary>
    /// <param name="folder">Where the workbook and its signature lie.</param>
    /// <param name="workbook">The workbook.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="CommandException">It is unsigned, altered, expired, or signed by somebody else: nothing was changed.</exception>
    internal ReleaseAnswer Publish(string folder, CompiledWorkbook workbook, CancellationToken cancellation)
    {
        if (Refusal(folder, workbook) is { } refusal)
        {
            Record(AuditOutcome.Refused, null, workbook.Version, "refused");
            throw new CommandException($"{folder}: {refusal} Nothing was published.") { ExitCode = ExitCodes.WorkbookRefused };
        }
        Install(folder);
        (string Old, string New)? hashes = null;
        var publisher = new WorkbookPublisher(session.BootstrapServers, session.Topics, session.Registry, session.Log<WorkbookPublisher>(), (old, next) => hashes = (old, next));
        int changed = publisher.Publish(workbook, cancellation);
        if (hashes is { } both)
        {
            Record(AuditOutcome.Success, both.Old, both.New, "published");
        }
        return new ReleaseAnswer(workbook.Version, changed, hashes?.Old, hashes?.New);
    }

    // To publish takes a signature everywhere; only a start outside of production may do without.
    private string? Refusal(string folder, CompiledWorkbook workbook) => session.Tenant.Workbook.Signers.Count == 0
        ? "To publish, the tenant has to name the keys of finance: workbook.signers in tenant.yaml."
        : WorkbookTrust.Refusal(tenantFolder, folder, session.Tenant.Workbook, workbook);

    private void Install(string folder)
    {
        if (Path.GetFullPath(folder) == Path.GetFullPath(tenantFolder))
        {
            return;
        }
        foreach (string name in WorkbookCompiler.FileNames.Append(WorkbookSignature.FileName))
        {
            string target = Path.Combine(tenantFolder, name);
            if (!File.Exists(Path.Combine(folder, name)))
            {
                // A table that a workbook may do without.
                File.Delete(target);
                continue;
            }
            File.Copy(Path.Combine(folder, name), target + ".next", overwrite: true);
            File.Move(target + ".next", target, overwrite: true);
        }
    }

    private void Record(AuditOutcome outcome, string? oldHash, string newHash, string code) => session.Protection.Audit.Record(new AuditEvent
    {
        Kind = AuditKind.MappingChanged,
        Outcome = outcome,
        Tenant = session.Tenant.Tenant,
        At = OperatorSession.Time.GetUtcNow(),
        Actor = user,
        Object = "workbook",
        OldHash = oldHash,
        NewHash = newHash,
        Code = code,
    });
}
