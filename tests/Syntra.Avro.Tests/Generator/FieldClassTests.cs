using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Syntra.Avro.Tests.Generator;

/// <summary>What the folder of a schema asks of the classes of its fields.</summary>
public sealed class FieldClassTests
{
    private const string Inner = """{"type":"record","name":"Inner","namespace":"n","fields":[{"name":"id","type":"string","syntra.phi":"other-id"}]}""";

    [Theory]
    [InlineData("schemas/raw/R.avsc", """{"name":"a","type":"string"}""", "SYNPHI001", "'R.a' declares no class. Cure: add \"syntra.phi\": \"none\"")]
    [InlineData("schemas/raw/R.avsc", """{"name":"a","type":"string","syntra.phi":"mnr"}""", "SYNPHI002", "the class of 'R.a' does not exist. Cure: write one of account-number, age,")]
    [InlineData("schemas/ref/R.avsc", """{"name":"a","type":"string","syntra.phi":"name "}""", "SYNPHI002", "the class of 'R.a' does not exist")]
    [InlineData("/any/where/schemas/fusion/R.avsc", """{"name":"a","type":"string","syntra.phi":"mrn"}""", "SYNPHI003", "'R.a' holds 'mrn' and records of schemas/fusion travel unsealed. Cure: carry a token")]
    [InlineData("schemas/receipt/R.avsc", """{"name":"a","type":["null","string"],"default":null,"syntra.phi":"account-number"}""", "SYNPHI003", "'account-number'")]
    [InlineData("schemas/ref/R.avsc", """{"name":"a","type":{"type":"array","items":"string"},"syntra.phi":"name"}""", "SYNPHI003", "'name'")]
    [InlineData("schemas/ops/R.avsc", """{"name":"a","type":"string","syntra.phi":"free-text"}""", "SYNPHI003", "'free-text'")]
    [InlineData("schemas/delivery/R.avsc", """{"name":"a","type":"n.Inner"}""", "SYNPHI003", "'R.a' holds 'other-id of Inner.id'")]
    [InlineData("schemas/reconciliation/R.avsc", """{"name":"a","type":{"type":"map","values":["null","n.Inner"]}}""", "SYNPHI003", "'other-id of Inner.id'")]
    [InlineData("schemas/analytics/R.avsc", """{"name":"a","type":{"type":"int","logicalType":"date"},"syntra.phi":"date"}""", "SYNPHI003", "'date'")]
    [InlineData("schemas/a-new-folder/R.avsc", """{"name":"a","type":"string","syntra.phi":"email"}""", "SYNPHI003", "'email'")]
    public void A_class_that_the_folder_refuses_is_an_error_at_the_field(string path, string field, string id, string text)
    {
        var error = Assert.Single(GeneratorRun.Over(
            ("schemas/raw/Inner.avsc", Inner),
            (path, "{\"type\":\"record\",\"name\":\"R\",\"fields\":[\n" + field + "]}")).Diagnostics);

        Assert.Equal((id, DiagnosticSeverity.Error), (error.Id, error.Severity));
        Assert.Contains(text, error.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal((path, new LinePosition(1, 0)), (error.Location.GetLineSpan().Path, error.Location.GetLineSpan().StartLinePosition));
        Assert.Contains(WellKnownDiagnosticTags.NotConfigurable, error.Descriptor.CustomTags);
    }

    [Theory]
    [InlineData("schemas/raw/R.avsc", """{"name":"a","type":"string","syntra.phi":"none"}""")]
    [InlineData("schemas/raw/R.avsc", """{"name":"a","type":"string","syntra.phi":"mrn"}""")]
    [InlineData("schemas/raw/R.avsc", """{"name":"a","type":["null","n.Inner"],"default":null}""")]
    [InlineData("schemas/posting/R.avsc", """{"name":"a","type":"n.Inner"}""")]
    [InlineData("schemas/fusion/R.avsc", """{"name":"a","type":"string"}""")]
    [InlineData("schemas/fusion/R.avsc", """{"name":"a","type":"string","syntra.phi":"none"}""")]
    [InlineData("bench/R.avsc", """{"name":"a","type":"string"}""")]
    public void A_class_that_the_folder_allows_is_none(string path, string field) =>
        Assert.Empty(GeneratorRun.Over(("schemas/raw/Inner.avsc", Inner), (path, $$"""{"type":"record","name":"R","fields":[{{field}}]}""")).Diagnostics);
}
