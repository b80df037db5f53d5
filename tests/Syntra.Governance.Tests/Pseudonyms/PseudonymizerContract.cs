using FsCheck;
using FsCheck.Fluent;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Tests.Pseudonyms;

/// <summary>What every way to make pseudonyms must do.</summary>
public abstract class PseudonymizerContract
{
    internal abstract IPseudonymizer Make(string tenant);

    [Fact]
    public void Equal_identifiers_give_equal_tokens_however_they_are_written()
    {
        var north = Make("north");
        var token = north.Tokenise("patient", new Identifier("mrn", "00ab123"));
        Assert.All(["AB123", " ab123", "000AB123\t"], v => Assert.Equal(token, north.Tokenise("patient", new Identifier("mrn", v))));
        Assert.Equal(north.Tokenise("account", new Identifier("fin", "77")), north.Tokenise("account", new Identifier("fin", "0000000077")));
        Assert.Equal(north.Tokenise("person", new Identifier("ssn", "078-05-1120")), north.Tokenise("person", new Identifier("ssn", "078 05 1120")));
    }

    [Fact]
    public void Another_tenant_namespace_authority_or_value_gives_another_token()
    {
        var north = Make("north");
        var tokens = new[]
        {
            north.Tokenise("patient", new Identifier("mrn", "123")),
            north.Tokenise("patient", new Identifier("mrn", "124")),
            north.Tokenise("encounter", new Identifier("mrn", "123")),
            north.Tokenise("patient", new Identifier("ssn", "123")),
            Make("south").Tokenise("patient", new Identifier("mrn", "123")),
        };
        Assert.Equal(tokens.Length, tokens.Distinct().Count());
    }

    [Fact]
    public void No_two_of_many_identifiers_share_a_token()
    {
        var north = Make("north");
        Assert.Equal(200, Enumerable.Range(0, 200).Select(i => north.Tokenise("patient", new Identifier("mrn", $"A{i}"))).Distinct().Count());
    }

    [Theory]
    [InlineData("unheard-of", "123", PseudonymFault.UnknownAuthority)]
    [InlineData("mrn", "", PseudonymFault.Malformed)]
    [InlineData("mrn", "  ", PseudonymFault.Malformed)]
    [InlineData("ssn", "- -", PseudonymFault.Malformed)]
    [InlineData("mrn", "12\n3", PseudonymFault.Malformed)]
    [InlineData("mrn", "Müller", PseudonymFault.Malformed)]
    public void What_is_no_identifier_gets_no_token_and_is_not_quoted(string authority, string value, PseudonymFault fault)
    {
        var error = Assert.Throws<PseudonymException>(() => Make("north").Tokenise("patient", new Identifier(authority, value)));
        Assert.Equal(fault, error.Fault);
        Assert.True(value.Trim().Length < 2 || !error.Message.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_token_reads_back_from_its_text_and_holds_nothing_of_the_identifier() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), n =>
        {
            var maker = Make("north");
            var token = maker.Tokenise("patient", new Identifier("mrn", $"X{n}"));
            return Pseudonym.Parse(token.Value) == token && token.Kind == maker.Kind
                && token.Value.Length is 27 or 28 && !token.Value.Contains(n.ToString(System.Globalization.CultureInfo.InvariantCulture) + "x", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
}
