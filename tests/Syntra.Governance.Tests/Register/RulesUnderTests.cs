using System.Buffers;
using System.Text;
using Syntra.Governance.Modes;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Register;

/// <summary>A register names fields by their record; a transformer wants the whole path that leads there.</summary>
public sealed class RulesUnderTests
{
    private static IReadOnlyList<FieldRule> Rules { get; } = RegisterBench.Read(RegisterBench.Good).Domains["thing"].RulesUnder(RegisterBench.Schema);

    [Fact]
    public void Every_field_has_its_whole_path_with_those_of_records_inside() => Assert.Equal(
        ["id other-id", "mrn mrn", "servedAt date", "who name", "lines.amount none", "lines.note free-text"],
        Rules.Select(r => $"{r.Path} {FieldClassNames.NameOf(r.Class)}"));

    [Fact]
    public void Namespace_and_authority_come_with_the_rule() => Assert.Equal(("patient", "mrn"), (Rules[1].Namespace, Rules[1].Authority));

    [Fact]
    public void A_record_used_by_name_has_a_path_at_each_place_and_one_that_holds_itself_is_followed_once()
    {
        const string schema =
            """
            {"type":"record","name":"RawThing","namespace":"x","fields":[
              {"name":"first","type":{"type":"record","name":"Line","fields":[{"name":"amount","type":"string"},{"name":"inner","type":["null","Line"]}]}},
              {"name":"second","type":["null",{"type":"array","items":"x.Line"}]}]}
            """;
        var paths = RegisterBench.Read(RegisterBench.Good).Domains["thing"].RulesUnder(schema).Select(r => r.Path);
        Assert.Equal(["first.amount", "second.amount"], paths);
    }

    [Fact]
    public void A_field_that_the_register_does_not_have_gets_no_rule_so_that_the_transformer_refuses_it()
    {
        var policy = new PhiPolicy
        {
            Mode = PhiMode.KmsPseudonymisation,
            Fields = RegisterBench.Read(RegisterBench.Good.Replace("      Line.note: free-text\n", "", StringComparison.Ordinal)).Domains["thing"].RulesUnder(RegisterBench.Schema)
                .Select(r => r.Authority == "millennium" ? r with { Authority = "fin" } : r).ToList(),
            Pseudonymizer = new KeyedPseudonymizer(Rings.Token(), Rings.Rules, TimeSpan.Zero, TimeProvider.System),
            DateShifter = new DateShifter(Rings.DateShift(), Rings.Rules, new DateShiftOptions()),
        };
        var output = new ArrayBufferWriter<byte>();
        var transformer = new PhiTransformer(policy);

        transformer.Transform(Encoding.UTF8.GetBytes("""{"who":"x","lines":[{"amount":"1.00"}]}"""), new PhiContext(), output);
        var refused = Assert.Throws<PhiRefusedException>(() => transformer.Transform(Encoding.UTF8.GetBytes("""{"lines":[{"note":"x"}]}"""), new PhiContext(), output));

        Assert.Equal("""{"lines":[{"amount":"1.00"}]}""", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(PhiRefusal.UnknownField, refused.Refusal);
    }
}
