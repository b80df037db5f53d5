using System.Security.Cryptography;
using Syntra.Governance.Register;
using Syntra.Governance.Register.Lint;
using Syntra.Governance.Register.Signing;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Register;

internal sealed class RegisterBench : IDisposable
{
    public const string Schema =
        """
        {"type":"record","name":"RawThing","namespace":"x","fields":[
          {"name":"id","type":"string","syntra.phi":"other-id"},
          {"name":"mrn","type":["null","string"],"default":null,"syntra.phi":"mrn"},
          {"name":"servedAt","type":{"type":"long","logicalType":"timestamp-millis"},"syntra.phi":"date"},
          {"name":"who","type":"string","syntra.phi":"direct"},
          {"name":"lines","type":{"type":"array","items":{"type":"record","name":"Line","fields":[
            {"name":"amount","type":"string","syntra.phi":"none"},{"name":"note","type":"string","syntra.phi":"free-text"}]}}}]}
        """;

    public const string Good =
        """
        register: syntra-phi/1
        tenant: north
        version: 3
        effective: 2026-01-01
        expires: 2026-12-31
        domains:
          thing:
            mode: kms-pseudonymisation
            disclosure: operations
            purpose: HOPERAT
            fields:
              RawThing.id: { class: other-id, namespace: thing, authority: millennium }
              RawThing.mrn: { class: mrn, namespace: patient, authority: mrn }
              RawThing.servedAt: date
              RawThing.who: name
              Line.amount: none
              Line.note: free-text

        """;

    private readonly TempFolder _folder = new();

    public ManualTime Time { get; } = new();

    public RecordingAudit Audit { get; } = new();

    public ECDsa Officer { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Path => _folder["register.yaml"];

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Schemas { get; } =
        new Dictionary<string, IReadOnlyList<string>> { ["thing"] = [Schema] };

    public RegisterBench Signed(string text)
    {
        File.WriteAllText(Path, text);
        RegisterSigner.Sign(Path, "jane.doe", Officer, Schemas, Time);
        return this;
    }

    public RegisterGate Gate(ECDsa? officer = null, int lastVersion = 0, string tenant = "north", IReadOnlyDictionary<string, IReadOnlyList<string>>? schemas = null) =>
        new(new RegisterGateOptions { Tenant = tenant, Officers = [officer ?? Officer], Schemas = schemas ?? Schemas, LastVersion = lastVersion }, Time, Audit);

    public static IReadOnlyList<LintFinding> Lint(string text) => RegisterLint.Check("register.yaml", System.Text.Encoding.UTF8.GetBytes(text), Schemas);

    public static PhiRegister Read(string text) => RegisterText.Read("register.yaml", System.Text.Encoding.UTF8.GetBytes(text))!;

    public void Dispose()
    {
        Officer.Dispose();
        _folder.Dispose();
    }
}
