using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Syntra.Governance.Modes;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Modes.Typed;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Tests.Modes;

/// <summary>The typed path and the JSON path give the same answer to the same value.</summary>
public sealed class PhiFieldsTests
{
    private static readonly string[] Values =
    [
        "2026-02-27", "2026-02", "1931", "1931-03-07T10:00:00Z", "9999-12-31", "0001-01-01", "2026-02-30", "62704-1234", "03601", "98052", "90", "89.5", "200", "-1",
        "00123", "12 3", "", " ", "FIN-9", "Patient/12", "Caf\u00e9", "\u0001", "a\"b\\c",
    ];

    [Fact]
    public void It_equals_the_transformer_for_every_mode_class_and_value()
    {
        var gen = from mode in Gen.Elements(Enum.GetValues<PhiMode>().Where(m => m != PhiMode.AggregateOnly).ToArray())
                  from fieldClass in Gen.Elements(Enum.GetValues<FieldClass>())
                  from value in Gen.OneOf(Gen.Elements(Values), ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => s.Get))
                  from known in Gen.Elements(true, false)
                  select (mode, fieldClass, value, known);
        Prop.ForAll(gen.ToArbitrary(), x => Agree(x.mode, x.fieldClass, x.value, x.known)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void An_undeclared_field_and_a_mode_without_rows_are_refused_before_any_record()
    {
        Assert.Throws<ArgumentException>(() => new PhiFields(Sample.Policy(PhiMode.SafeHarbor))["surprise"]);
        Assert.Throws<ArgumentException>(() => new PhiFields(Sample.Policy(PhiMode.SafeHarbor))["patient"]);
        Assert.Throws<ArgumentException>(() => new PhiFields(Sample.Policy(PhiMode.AggregateOnly)));
        Assert.NotNull(new PhiFields(Sample.Policy(PhiMode.SafeHarbor))["patient.birthDate"]);
    }

    private static void Agree(PhiMode mode, FieldClass fieldClass, string value, bool known)
    {
        var text = new string([.. value.Where(c => !char.IsSurrogate(c))]);
        var context = known ? Sample.Context : new PhiContext();
        var rule = new FieldRule("x", fieldClass) { Namespace = "n", Authority = "mrn" };
        var field = new PhiFields(Sample.Policy(mode) with { Fields = [rule] })["x"];
        Assert.Equal(
            Attempt(() => Sample.One(mode, fieldClass, JsonSerializer.Serialize(text), context) is { } json ? Plain(json) : null),
            Attempt(() => field.Change(text, context)));
    }

    private static string Plain(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.String ? document.RootElement.GetString()! : json;
    }

    private static (string? Value, PseudonymFault? Fault) Attempt(Func<string?> make)
    {
        try
        {
            return (make(), null);
        }
        catch (PseudonymException e)
        {
            return (null, e.Fault);
        }
    }
}
