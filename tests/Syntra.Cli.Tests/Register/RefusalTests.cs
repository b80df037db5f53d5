using System.Security.Cryptography;
using System.Text;
using Syntra.Cli.Tests.Support;
using Syntra.Governance.Register.Signing;

namespace Syntra.Cli.Tests.Register;

/// <summary>The real program does not start a domain whose register may not run: exit code 4, one line with file, line and cure, and an entry in the audit.</summary>
public sealed class RefusalTests : IDisposable
{
    private const int Refused = 4;
    private readonly TenantUnderTest _tenant = new();

    public void Dispose() => _tenant.Dispose();

    [Fact]
    public Task Without_a_register()
    {
        File.Delete(_tenant.Register);
        return AssertRefusedAsync("Missing", "phi-register.yaml:0: PHI020: There is no PHI register. Cure: Write one");
    }

    [Fact]
    public Task With_an_unsigned_one() => AssertRefusedAsync("Unsigned", "phi-register.yaml.sig:0: PHI021: The register has no signature", "Cure: Have the privacy officer sign it with 'syntra phi sign'.");

    [Fact]
    public async Task With_an_altered_one()
    {
        await _tenant.SignAsync();
        _tenant.Edit(_tenant.Register, "mode: safe-harbor", "mode: direct");
        await AssertRefusedAsync("Altered", "phi-register.yaml:1: PHI022: The register or its signature was altered after it was signed. Cure: See what changed");
    }

    [Fact]
    public async Task With_a_signature_that_was_taken_from_another_version()
    {
        await _tenant.SignAsync();
        var old = await File.ReadAllTextAsync(_tenant.Signature, TestContext.Current.CancellationToken);
        _tenant.Edit(_tenant.Register, "version: 1", "version: 2");
        await _tenant.SignAsync();
        await File.WriteAllTextAsync(_tenant.Signature, old, TestContext.Current.CancellationToken);
        await AssertRefusedAsync("Altered", "PHI022");
    }

    [Fact]
    public async Task With_one_signed_by_somebody_else()
    {
        await _tenant.SignAsync();
        using var other = new TenantUnderTest();
        await other.SignAsync();
        File.Copy(other.Signature, _tenant.Signature, overwrite: true);
        await AssertRefusedAsync("UntrustedKey", "phi-register.yaml.sig:3: PHI023:", "governance.privacyOfficers");
    }

    [Fact]
    public async Task With_an_expired_one()
    {
        _tenant.Edit(_tenant.Register, "expires: 2035-12-31", "expires: 2025-01-31");
        await _tenant.SignAsync();
        await AssertRefusedAsync("Expired", "phi-register.yaml:7: PHI024: The register expired on 2025-01-31. Cure: Have a new version reviewed and signed.");
    }

    [Fact]
    public async Task With_one_that_does_not_cover_a_field()
    {
        // Signed by a program whose schemas had no such field: it is signed here without the lint.
        _tenant.Edit(_tenant.Register, "      RawCharge.serviceAt: date\n", "");
        SignWithoutLint();
        await AssertRefusedAsync("NotCovered", "PHI005: 'RawCharge.serviceAt' is not covered. Cure: Add 'RawCharge.serviceAt: date' under 'fields' of 'charge'.");
    }

    [Fact]
    public async Task With_one_that_gives_a_recipient_to_a_domain_without_a_copy()
    {
        _tenant.Edit(_tenant.Register, "  staff:\n    mode: safe-harbor\n", "  staff:\n    analytics: { recipient: HR, disclosure: operations, purpose: HOPERAT }\n    mode: safe-harbor\n");
        await _tenant.SignAsync();

        var (code, line) = await _tenant.StartAsync();

        Assert.Equal(Refused, code);
        Assert.Equal("syntra: nothing is started: the PHI register names a recipient of a copy of 'staff', and only 'charge' has one. Cure: remove its 'analytics' and have it signed.", line);
    }

    [Fact]
    public async Task With_one_of_another_tenant()
    {
        _tenant.Edit(_tenant.Register, "tenant: lakeside", "tenant: riverside");
        await _tenant.SignAsync();
        await AssertRefusedAsync("WrongTenant", "phi-register.yaml:4: PHI027: The register is another tenant's. Cure:");
    }

    [Fact]
    public async Task The_demo_refuses_as_well()
    {
        var (code, output, talk) = await TheProgram.RunAsync("demo", "--json", "--charges", "5", "--dir", Path.GetDirectoryName(_tenant.Folder)!);

        Assert.Equal((Refused, ""), (code, output));
        Assert.Contains("PHI021", talk.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], StringComparison.Ordinal);
    }

    private void SignWithoutLint()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Path.Combine(_tenant.Folder, "privacy-officer.pub.pem"), key.ExportSubjectPublicKeyInfoPem());
        RegisterSigner.Sign(_tenant.Register, "Officer", key, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), TimeProvider.System);
    }

    private async Task AssertRefusedAsync(string fault, params string[] parts)
    {
        var (code, line) = await _tenant.StartAsync();

        Assert.Equal(Refused, code);
        Assert.StartsWith($"syntra: nothing is started, the PHI register is refused ({fault}): {_tenant.Folder}", line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
        var audit = string.Concat(Directory.EnumerateFiles(Path.Combine(_tenant.State, "audit"), "*", SearchOption.AllDirectories).Select(f => File.ReadAllText(f, Encoding.Latin1)));
        Assert.All(["register-gate", "phi-register", fault], word => Assert.Contains(word, audit, StringComparison.Ordinal));
    }
}
