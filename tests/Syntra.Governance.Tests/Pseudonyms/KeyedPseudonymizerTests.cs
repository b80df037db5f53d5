using System.Security.Cryptography;
using System.Text;
using Syntra.Governance.Audit;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Pseudonyms;

public sealed class KeyedPseudonymizerTests : PseudonymizerContract
{
    [Fact]
    public void The_recipe_is_the_one_that_the_docs_give()
    {
        byte[] Lp(string s) => [0, 0, 0, (byte)s.Length, .. Encoding.UTF8.GetBytes(s)];
        byte[] context = [.. Lp("syntra.token.v1"), .. Lp("north"), .. Lp("patient")];
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Rings.Master(1), 32, salt: null, context);
        byte[] message = [.. context, .. Lp("mrn"), .. Lp("123")];
        var mac = HMACSHA256.HashData(key, message);
        var bits = string.Concat(mac.Take(16).Select(b => Convert.ToString(b, 2).PadLeft(8, '0'))).PadRight(130, '0');
        var base32 = string.Concat(Enumerable.Range(0, 26).Select(i => "abcdefghijklmnopqrstuvwxyz234567"[Convert.ToInt32(bits.Substring(5 * i, 5), 2)]));
        Assert.Equal("t1" + base32, Make("north").Tokenise("patient", new Identifier("mrn", "0123")).Value);
    }

    [Fact]
    public void Fields_that_only_join_to_the_same_text_give_different_tokens()
    {
        using var ring = Rings.Token();
        using var maker = new KeyedPseudonymizer(
            ring, new IdentifierRules([new AuthorityRule { Authority = "ab" }, new AuthorityRule { Authority = "a" }]), TimeSpan.Zero, TimeProvider.System);
        Assert.NotEqual(maker.Tokenise("patient", new Identifier("ab", "C")), maker.Tokenise("patient", new Identifier("a", "BC")));
        Assert.NotEqual(maker.Tokenise("patienta", new Identifier("ab", "C")), maker.Tokenise("patient", new Identifier("ab", "C")));
    }

    [Fact]
    public async Task A_rotation_gives_both_tokens_within_the_window_and_a_kek_rotation_changes_none()
    {
        using var bench = new SealingBench();
        Assert.Equal(1, await KeyRing.AddVersionAsync(bench.Service, bench.Store, "north", KeyRingUse.Token, bench.Time, bench.Audit, "officer", default));
        var id = new Identifier("mrn", "123");
        var before = await Pair(bench, id);
        Assert.Null(before.Previous);
        Assert.StartsWith("t1", before.Current.Value, StringComparison.Ordinal);

        await bench.Lifecycle.RotateKekAsync("north", default);
        Assert.Equal(before, await Pair(bench, id));

        bench.Time.Advance(TimeSpan.FromDays(100));
        Assert.Equal(2, await KeyRing.AddVersionAsync(bench.Service, bench.Store, "north", KeyRingUse.Token, bench.Time, bench.Audit, "officer", default));
        var during = await Pair(bench, id);
        Assert.Equal(before.Current, during.Previous);
        Assert.Equal(2, during.Current.Version);

        bench.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(during with { Previous = null }, await Pair(bench, id));
        Assert.Equal(3, bench.Audit.Count(AuditKind.KeyRotated));
    }

    [Fact]
    public async Task A_tenant_without_a_key_gets_no_tokens()
    {
        using var bench = new SealingBench();
        var error = await Assert.ThrowsAsync<PseudonymException>(() => KeyRing.LoadAsync(bench.Service, bench.Store, "north", KeyRingUse.Token, default));
        Assert.Equal(PseudonymFault.NoKey, error.Fault);
    }

    [Theory]
    [InlineData("t1aaaaaaaaaaaaaaaaaaaaaaaaaa", true)]
    [InlineData("t123aaaaaaaaaaaaaaaaaaaaaaaaaa", true)]
    [InlineData("raaaaaaaaaaaaaaaaaaaaaaaaaa", true)]
    [InlineData("r1aaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("taaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("t0aaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("t1aaaaaaaaaaaaaaaaaaaaaaaaa1", false)]
    [InlineData("t1AAAAAAAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("x1aaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("123-45-6789", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_the_form_of_a_pseudonym_reads_as_one(string? text, bool expected) => Assert.Equal(expected, Pseudonym.TryParse(text, out _));

    [Fact]
    public void An_identifier_hides_its_value_in_text() => Assert.Equal("mrn:***", $"{new Identifier("mrn", "123")}");

    internal override IPseudonymizer Make(string tenant) => new KeyedPseudonymizer(Rings.Token(tenant), Rings.Rules, TimeSpan.Zero, TimeProvider.System);

    private static async Task<PseudonymPair> Pair(SealingBench bench, Identifier id)
    {
        using var ring = await KeyRing.LoadAsync(bench.Service, bench.Store, "north", KeyRingUse.Token, default);
        using var maker = new KeyedPseudonymizer(ring, Rings.Rules, TimeSpan.FromDays(30), bench.Time);
        return maker.TokeniseBoth("patient", id);
    }
}
