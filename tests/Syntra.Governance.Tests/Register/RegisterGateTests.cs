using System.Security.Cryptography;
using Syntra.Governance.Audit;
using Syntra.Governance.Modes;
using Syntra.Governance.Register.Signing;

namespace Syntra.Governance.Tests.Register;

public sealed class RegisterGateTests : IDisposable
{
    private readonly RegisterBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_signed_register_in_force_that_covers_every_field_opens()
    {
        var register = _bench.Signed(RegisterBench.Good).Gate().Open(_bench.Path);
        Assert.Equal(("north", 3), (register.Tenant, register.Version));
        Assert.Equal(PhiMode.KmsPseudonymisation, register.Domains["thing"].Mode);
        Assert.Equal(["id", "mrn", "servedAt", "who"], register.Domains["thing"].RulesFor("RawThing").Select(r => r.Path));
        Assert.Empty(_bench.Audit.Events);
    }

    [Fact]
    public void An_unsigned_one_is_refused_and_so_is_one_with_half_a_signature()
    {
        _bench.Signed(RegisterBench.Good);
        var signature = _bench.Path + ".sig";
        var text = File.ReadAllText(signature);
        for (var length = 0; length < text.Length - 1; length += 7)
        {
            File.WriteAllText(signature, text[..length]);
            Refused(RegisterFault.Unsigned, RegisterFault.Altered);
        }

        File.Delete(signature);
        Refused(RegisterFault.Unsigned);
    }

    [Fact]
    public void Every_altered_byte_of_the_register_or_its_signature_is_refused()
    {
        _bench.Signed(RegisterBench.Good);
        foreach (var file in new[] { _bench.Path, _bench.Path + ".sig" })
        {
            var bytes = File.ReadAllBytes(file);
            for (var i = 0; i < bytes.Length; i++)
            {
                var altered = (byte[])bytes.Clone();
                altered[i] ^= 1;
                File.WriteAllBytes(file, altered);
                Refused(RegisterFault.Altered, RegisterFault.Unsigned, RegisterFault.UntrustedKey);
            }

            File.WriteAllBytes(file, bytes);
        }

        _bench.Gate().Open(_bench.Path);
    }

    [Fact]
    public void Another_officers_key_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _bench.Signed(RegisterBench.Good);
        Refused(_bench.Gate(other), RegisterFault.UntrustedKey);
    }

    [Fact]
    public void An_expired_one_is_refused_on_the_day_after_its_last()
    {
        _bench.Signed(RegisterBench.Good);
        _bench.Time.Advance(new DateTimeOffset(2026, 12, 31, 23, 59, 59, TimeSpan.Zero) - _bench.Time.GetUtcNow());
        _bench.Gate().Open(_bench.Path);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Refused(RegisterFault.Expired);
    }

    [Fact]
    public void One_that_is_not_in_force_yet_or_was_signed_in_the_future_is_refused()
    {
        _bench.Signed(RegisterBench.Good.Replace("2026-01-01", "2026-03-02", StringComparison.Ordinal));
        Refused(RegisterFault.NotYetEffective);
        _bench.Time.Advance(TimeSpan.FromHours(12));
        _bench.Gate().Open(_bench.Path);
        _bench.Signed(RegisterBench.Good);
        _bench.Time.Advance(TimeSpan.FromHours(-1));
        Refused(RegisterFault.NotYetEffective);
    }

    [Fact]
    public void One_that_does_not_cover_a_new_field_of_the_schema_is_refused()
    {
        _bench.Signed(RegisterBench.Good);
        var grown = RegisterBench.Schema.Replace("{\"name\":\"who\"", "{\"name\":\"phone\",\"type\":\"string\",\"syntra.phi\":\"phone\"},{\"name\":\"who\"", StringComparison.Ordinal);
        var gate = _bench.Gate(schemas: new Dictionary<string, IReadOnlyList<string>> { ["thing"] = [grown] });
        var error = Refused(gate, RegisterFault.NotCovered);
        Assert.Contains("RawThing.phone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_version_and_another_tenants_are_refused()
    {
        _bench.Signed(RegisterBench.Good);
        Refused(_bench.Gate(lastVersion: 4), RegisterFault.RolledBack);
        Refused(_bench.Gate(tenant: "south"), RegisterFault.WrongTenant);
        _bench.Gate(lastVersion: 3).Open(_bench.Path);
    }

    [Fact]
    public void A_register_with_findings_is_not_signed()
    {
        var error = Assert.Throws<RegisterRefusedException>(() => _bench.Signed(RegisterBench.Good.Replace("      RawThing.mrn", "      RawThing.mrm", StringComparison.Ordinal)));
        Assert.Equal(["PHI005", "PHI007"], error.Findings.Select(f => f.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Refusals_and_changes_are_audited()
    {
        _bench.Signed(RegisterBench.Good);
        File.Delete(_bench.Path + ".sig");
        Refused(RegisterFault.Unsigned);
        var denied = Assert.Single(_bench.Audit.Events);
        Assert.Equal((AuditKind.Denied, "Unsigned"), (denied.Kind, denied.Code));
        var register = _bench.Signed(RegisterBench.Good).Gate().Open(_bench.Path);
        _bench.Gate().RecordChange("00", register);
        Assert.Equal((AuditKind.RegisterChanged, "00", register.Sha256), (_bench.Audit.Events[^1].Kind, _bench.Audit.Events[^1].OldHash, _bench.Audit.Events[^1].NewHash));
    }

    private static RegisterRefusedException Refused(RegisterGate gate, string path, params RegisterFault[] faults)
    {
        var error = Assert.Throws<RegisterRefusedException>(() => gate.Open(path));
        Assert.Contains(error.Fault, faults);
        return error;
    }

    private RegisterRefusedException Refused(params RegisterFault[] faults) => Refused(_bench.Gate(), _bench.Path, faults);

    private RegisterRefusedException Refused(RegisterGate gate, RegisterFault fault) => Refused(gate, _bench.Path, fault);
}
