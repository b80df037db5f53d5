using System.Security.Cryptography;
using Syntra.Governance.Audit;
using Syntra.Governance.Register.Lint;

namespace Syntra.Governance.Register.Signing;

/// <summary>What must hold before a register runs.</summary>
public sealed record RegisterGateOptions
{
    /// <summary>The tenant that starts.</summary>
    public required string Tenant { get; init; }

    /// <summary>Public keys of the tenant's privacy officers.</summary>
    public required IReadOnlyList<ECDsa> Officers { get; init; }

    /// <summary>JSON of the Avro schemas of each domain that starts.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Schemas { get; init; }

    /// <summary>Version that ran before; an older one is refused. 0 for none.</summary>
    public int LastVersion { get; init; }
}

/// <summary>The only door to a register that runs: signed, unaltered, in force, covering every field. Every refusal is audited.</summary>
public sealed class RegisterGate
{
    // Of the signature file.
    private const int SignatureKeyLine = 3;
    private const int SignatureTimeLine = 4;

    private readonly RegisterGateOptions _options;
    private readonly TimeProvider _time;
    private readonly IAuditSink _audit;

    /// <summary>For one tenant.</summary>
    public RegisterGate(RegisterGateOptions options, TimeProvider time, IAuditSink audit) => (_options, _time, _audit) = (options, time, audit);

    /// <summary>Opens a register file.</summary>
    /// <exception cref="RegisterRefusedException">It may not run; nothing of the domain starts.</exception>
    public PhiRegister Open(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                throw Refusal(RegisterFault.Missing, path, 0, "PHI020", "There is no PHI register.", "Write one (docs/governance/register.md shows it) and have the privacy officer sign it with 'syntra phi sign'.");
            }

            var content = File.ReadAllBytes(path);
            Signed(path, content);
            return Checked(path, content);
        }
        catch (RegisterRefusedException e)
        {
            Record(AuditKind.Denied, AuditOutcome.Refused, e.Fault.ToString(), old: null, next: null);
            throw;
        }
    }

    /// <summary>Says to the audit that another register runs than before.</summary>
    public void RecordChange(string? oldSha256, PhiRegister next) => Record(AuditKind.RegisterChanged, AuditOutcome.Success, code: null, oldSha256, next.Sha256);

    private void Signed(string path, byte[] content)
    {
        var file = RegisterSignature.PathOf(path);
        var signature = File.Exists(file) ? RegisterSignature.Parse(File.ReadAllText(file)) : null;
        if (signature is null)
        {
            throw Refusal(
                RegisterFault.Unsigned, file, 0, "PHI021", "The register has no signature, or its signature file is damaged.", "Have the privacy officer sign it with 'syntra phi sign'.");
        }

        var officer = _options.Officers.FirstOrDefault(k => RegisterSignature.KeyNameOf(k) == signature.Key)
            ?? throw Refusal(
                RegisterFault.UntrustedKey, file, SignatureKeyLine, "PHI023", "The register is signed with a key that is none of this tenant's privacy officers.",
                "Have one of them sign it, or add the officer's public key to 'governance.privacyOfficers' of tenant.yaml.");
        if (!signature.IsBy(officer) || signature.Sha256 != Convert.ToHexStringLower(SHA256.HashData(content)))
        {
            throw Refusal(
                RegisterFault.Altered, path, 1, "PHI022", "The register or its signature was altered after it was signed.",
                "See what changed with 'syntra phi diff', and have the privacy officer sign it again, or put the signed one back.");
        }

        if (signature.Signed > _time.GetUtcNow())
        {
            throw Refusal(RegisterFault.NotYetEffective, file, SignatureTimeLine, "PHI025", "The register is signed with a time that is still to come.", "Check the clocks of this machine and of the officer's.");
        }
    }

    private PhiRegister Checked(string path, byte[] content)
    {
        var reader = new RegisterReader(path);
        var (register, findings) = RegisterLint.Read(reader, content, _options.Schemas);
        if (register is null || findings.Count > 0)
        {
            var more = findings.Count > 1 ? $" ({findings.Count - 1} more: syntra phi lint)" : "";
            throw new RegisterRefusedException(RegisterFault.NotCovered, findings[0] + more, findings);
        }

        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        RegisterRefusedException At(RegisterFault fault, string fact, string code, string message, string cure) =>
            Refusal(fault, path, reader.Lines["/" + fact], code, message, cure);
        return register switch
        {
            _ when register.Tenant != _options.Tenant => throw At(
                RegisterFault.WrongTenant, "tenant", "PHI027", "The register is another tenant's.", "Use the register of the tenant that starts."),
            _ when register.Expires < today => throw At(
                RegisterFault.Expired, "expires", "PHI024", $"The register expired on {register.Expires:yyyy-MM-dd}.", "Have a new version reviewed and signed."),
            _ when register.Effective > today => throw At(
                RegisterFault.NotYetEffective, "effective", "PHI025", $"The register takes effect on {register.Effective:yyyy-MM-dd}.", "Run the one in force until then."),
            _ when register.Version < _options.LastVersion => throw At(
                RegisterFault.RolledBack, "version", "PHI026", $"The register is version {register.Version} and version {_options.LastVersion} ran before.", "Raise the version and have it signed."),
            _ => register,
        };
    }

    private static RegisterRefusedException Refusal(RegisterFault fault, string file, int line, string code, string message, string cure)
    {
        var finding = new LintFinding(file, line, code, message, cure);
        return new RegisterRefusedException(fault, finding.ToString(), [finding]);
    }

    private void Record(AuditKind kind, AuditOutcome outcome, string? code, string? old, string? next) =>
        _audit.Record(new AuditEvent
        {
            Kind = kind,
            Outcome = outcome,
            Tenant = _options.Tenant,
            At = _time.GetUtcNow(),
            Actor = "register-gate",
            Object = "phi-register",
            Code = code,
            OldHash = old,
            NewHash = next,
        });
}
