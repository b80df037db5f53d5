using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Pseudonyms;

public sealed class BoundPseudonymizerTests
{
    private static readonly string[] Authorities = ["mrn", "fin", "ssn"];

    [Fact]
    public void The_quick_way_gives_the_same_token_or_the_same_refusal_for_any_text()
    {
        using var ring = Rings.Token();
        using var maker = new KeyedPseudonymizer(ring, Rings.Rules, TimeSpan.Zero, TimeProvider.System);
        Prop.ForAll(Gen.Elements(Authorities).ToArbitrary(), Texts(), (authority, text) =>
            Outcome(() => maker.Tokenise("patient", new Identifier(authority, text)).Value) == Outcome(() => Quick(maker, authority, text))).QuickCheckThrowOnFailure();
    }

    private static Arbitrary<string> Texts() =>
        Gen.OneOf(Gen.Choose(0, 1_000_000).Select(n => $" 00{n}-{n % 7} "), ArbMap.Default.GeneratorFor<string>().Select(s => s ?? "")).ToArbitrary();

    private static string Quick(IBindablePseudonymizer maker, string authority, string text)
    {
        Span<byte> token = stackalloc byte[64];
        return Encoding.ASCII.GetString(token[..maker.Bind("patient", authority).Tokenise(Encoding.UTF8.GetBytes(text), token)]);
    }

    private static string Outcome(Func<string> make)
    {
        try
        {
            return make();
        }
        catch (PseudonymException e)
        {
            return e.Fault.ToString();
        }
    }
}
