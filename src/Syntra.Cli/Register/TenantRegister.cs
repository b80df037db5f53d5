using Syntra.Cli.Configuration;
using Syntra.Governance.Audit;
using Syntra.Governance.Register;
using Syntra.Governance.Register.Lint;
using Syntra.Governance.Register.Signing;

namespace Syntra.Cli.Register;

/// <summary>A tenant's PHI register: beside tenant.yaml, with its signature beside it.</summary>
internal static class TenantRegister
{
    internal const string FileName = "phi-register.yaml";

    /// <summary>The register of a tenant's folder, or the file itself where one is named.</summary>
    internal static string PathOf(string folderOrFile) => Directory.Exists(folderOrFile) ? Path.Combine(folderOrFile, FileName) : folderOrFile;

    /// <summary>The bytes of a register file.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    internal static byte[] Content(string path) =>
        File.Exists(path) ? File.ReadAllBytes(path) : throw new CommandException($"there is no register {path}; docs/governance/register.md shows one");

    /// <summary>What is wrong with a register.</summary>
    internal static IReadOnlyList<LintFinding> Lint(string path) => RegisterLint.Check(path, Content(path), PhiDomains.Schemas);

    // Who is promised a copy gets one, or the domain does not start.
    private static void RequireCopies(PhiRegister register, IAuditSink audit, TimeProvider time)
    {
        if (register.Domains.Values.FirstOrDefault(d => d.Analytics is not null && d.Name != PhiDomains.Charge) is { } domain)
        {
            audit.Record(new AuditEvent
            {
                Kind = AuditKind.Denied, Outcome = AuditOutcome.Refused, Tenant = register.Tenant, At = time.GetUtcNow(), Actor = "register-gate", Object = "phi-register", Code = "NoSuchCopy",
            });
            throw new CommandException($"nothing is started: the PHI register names a recipient of a copy of '{domain.Name}', and only '{PhiDomains.Charge}' has one. Cure: remove its 'analytics' and have it signed")
            {
                ExitCode = ExitCodes.RegisterRefused,
            };
        }
    }

    /// <summary>Opens the register for a start, or refuses the start; both are audited.</summary>
    /// <param name="tenant">Settings.</param>
    /// <param name="tenantFolder">Where the register lies.</param>
    /// <param name="state">The instance's state, which remembers what ran before.</param>
    /// <param name="audit">Takes refusals and changes.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="CommandException">Refused; says file, line and cure, with an exit code of its own.</exception>
    internal static PhiRegister Open(TenantConfiguration tenant, string tenantFolder, string state, IAuditSink audit, TimeProvider time)
    {
        var memory = new RegisterMemory(Path.Combine(state, "phi-register.json"));
        var before = memory.Read();
        var officers = OfficerKeys.Trusted(tenant, tenantFolder);
        try
        {
            var options = new RegisterGateOptions
            {
                Tenant = tenant.Tenant,
                Officers = officers,
                Schemas = PhiDomains.Schemas,
                LastVersion = before?.Version ?? 0,
            };
            var gate = new RegisterGate(options, time, audit);
            var register = gate.Open(Path.Combine(tenantFolder, FileName));
            RequireCopies(register, audit, time);
            if (register.Sha256 != before?.Sha256)
            {
                gate.RecordChange(before?.Sha256, register);
                memory.Write(new RanRegister(register.Version, register.Sha256));
            }
            return register;
        }
        catch (RegisterRefusedException refused)
        {
            throw new CommandException($"nothing is started, the PHI register is refused ({refused.Fault}): {refused.Message}", refused)
            {
                ExitCode = ExitCodes.RegisterRefused,
            };
        }
        finally
        {
            foreach (var key in officers)
            {
                key.Dispose();
            }
        }
    }
}
