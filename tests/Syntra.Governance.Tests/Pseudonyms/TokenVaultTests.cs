using System.Text;
using Syntra.Governance.Audit;
using Syntra.Governance.Keys;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Pseudonyms.Vault;
using Syntra.Governance.Sealing;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Pseudonyms;

public sealed class TokenVaultTests : PseudonymizerContract, IDisposable
{
    private static readonly Justification Asked = new("dr.chen", "PATRQT", "INC-7");

    private readonly SealingBench _bench = new();
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, TokenVault> _vaults = new(StringComparer.Ordinal);

    public void Dispose()
    {
        foreach (var vault in _vaults.Values)
        {
            vault.Dispose();
        }

        _folder.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public void A_token_is_turned_back_only_with_who_why_and_ticket_and_each_time_is_audited()
    {
        var vault = Vault("north");
        var token = vault.Tokenise("patient", new Identifier("mrn", "00123"));
        Assert.Equal(new Identifier("mrn", "123"), vault.Reidentify("patient", token, Asked));
        Assert.Equal(PseudonymFault.NotJustified, Assert.Throws<PseudonymException>(() => vault.Reidentify("patient", token, Asked with { Ticket = " " })).Fault);
        Assert.Equal(PseudonymFault.UnknownToken, Assert.Throws<PseudonymException>(() => vault.Reidentify("encounter", token, Asked)).Fault);
        var said = _bench.Audit.Events.Where(e => e.Kind == AuditKind.Reidentified).ToList();
        Assert.Equal([AuditOutcome.Success, AuditOutcome.Refused, AuditOutcome.Refused], said.Select(e => e.Outcome));
        Assert.All(said, e => Assert.Equal((token.Value, "dr.chen", "PATRQT"), (e.Patient, e.Actor, e.Purpose)));
    }

    [Fact]
    public void Tokens_survive_a_restart()
    {
        var token = Vault("north").Tokenise("patient", new Identifier("mrn", "123"));
        Vault("north").Dispose();
        _vaults.Clear();
        Assert.Equal(token, Vault("north").Tokenise("patient", new Identifier("mrn", "123")));
    }

    [Fact]
    public void The_file_holds_no_identifier()
    {
        Vault("north").Tokenise("patient", new Identifier("mrn", "CANARYMRN77"));
        Vault("north").Dispose();
        _vaults.Clear();
        Assert.DoesNotContain("CANARY", Encoding.Latin1.GetString(File.ReadAllBytes(_folder["north.db"])), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["north.db"]));
    }

    [Fact]
    public async Task After_shredding_tokens_stay_and_nobody_turns_them_back()
    {
        var token = Vault("north").Tokenise("patient", new Identifier("mrn", "123"));
        await _bench.Lifecycle.ShredTenantAsync("north", default);
        Assert.Throws<KeyException>(() => Vault("north").Reidentify("patient", token, Asked));
        Assert.Equal(token, Vault("north").Tokenise("patient", new Identifier("mrn", "123")));
    }

    [Fact]
    public void The_bridge_leads_from_any_old_token_to_the_latest()
    {
        var vault = Vault("north");
        var tokens = Enumerable.Range(0, 3).Select(i => vault.Tokenise("patient", new Identifier("mrn", $"A{i}"))).ToList();
        vault.Bridge(tokens[0], tokens[1]);
        vault.Bridge(tokens[1], tokens[2]);
        Assert.All(tokens, t => Assert.Equal(tokens[2], vault.Latest(t)));
        vault.Bridge(tokens[2], tokens[0]);
        Assert.Equal(tokens[2], vault.Latest(tokens[0]));
    }

    internal override IPseudonymizer Make(string tenant) => Vault(tenant);

    private TokenVault Vault(string tenant)
    {
        if (!_vaults.TryGetValue(tenant, out var vault))
        {
            vault = new TokenVault(
                _folder[tenant + ".db"], Rings.Token(tenant), Rings.Rules, new PayloadSealer(_bench.Cache, "vault"), _bench.Audit, _bench.Time);
            _vaults.Add(tenant, vault);
        }

        return vault;
    }
}
