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
        var signatureFile = RegisterSignature.PathOf(path);
        var signature = File.Exists(signatureFile) ? RegisterSignature.Parse(File.ReadAllText(signatureFile)) : null;
        if (signature is null)
        {
            throw new RegisterRefusedException(RegisterFault.Unsigned, "The register has no signature; have the privacy officer sign it.");
        }

        var officer = _options.Officers.FirstOrDefault(k => RegisterSignature.KeyNameOf(k) == signature.Key)
            ?? throw new RegisterRefusedException(RegisterFault.UntrustedKey, "The register is signed with a key that is none of this tenant's privacy officers.");
        if (!signature.IsBy(officer) || signature.Sha256 != Convert.ToHexStringLower(SHA256.HashData(content)))
        {
            throw new RegisterRefusedException(RegisterFault.Altered, "The register or its signature was altered after it was signed; have it signed again.");
        }

        if (signature.Signed > _time.GetUtcNow())
        {
            throw new RegisterRefusedException(RegisterFault.NotYetEffective, "The register is signed with a time that is still to come; check the clocks.");
        }
    }

    private PhiRegister Checked(string path, byte[] content)
    {
        var (register, findings) = RegisterLint.Read(path, content, _options.Schemas);
        if (register is null || findings.Count > 0)
        {
            throw new RegisterRefusedException(RegisterFault.NotCovered, $"The register has {findings.Count} findings, the first: {findings[0]}", findings);
        }

        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        return register switch
        {
            _ when register.Tenant != _options.Tenant => throw new RegisterRefusedException(RegisterFault.WrongTenant, "The register is another tenant's."),
            _ when register.Expires < today => throw new RegisterRefusedException(RegisterFault.Expired, $"The register expired on {register.Expires:yyyy-MM-dd}; have a new one signed."),
            _ when register.Effective > today => throw new RegisterRefusedException(RegisterFault.NotYetEffective, $"The register takes effect on {register.Effective:yyyy-MM-dd}."),
            _ when register.Version < _options.LastVersion => throw new RegisterRefusedException(
                RegisterFault.RolledBack, $"The register is version {register.Version} and version {_options.LastVersion} ran before."),
            _ => register,
        };
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
