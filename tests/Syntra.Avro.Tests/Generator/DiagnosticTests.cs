using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Syntra.Avro.Tests.Generator;

/// <summary>The generator itself, over schemas that it must refuse or put together.</summary>
public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"nonsense"}]}""", "SYNAVRO001", "'nonsense' is no known type")]
    [InlineData("{", "SYNAVRO001", "expected a member name")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"bytes","logicalType":"decimal","precision":2,"scale":3}}]}""", "SYNAVRO001", "'scale' from 0 to its precision")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":["string","null"],"default":null}]}""", "SYNAVRO001", "first branch")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":["int","string"]}]}""", "SYNAVRO002", "a union other than [null, T]")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":["null","int","string"]}]}""", "SYNAVRO002", "a union other than [null, T]")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"null"}]}""", "SYNAVRO002", "null alone")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a_b","type":"int"},{"name":"aB","type":"int"}]}""", "SYNAVRO002", "two fields of R would become the property 'AB'")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"r","type":"int"}]}""", "SYNAVRO002", "the property 'R', a name that is taken")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"clone","type":"int"}]}""", "SYNAVRO002", "a name that is taken")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A_B","a_b"]}""", "SYNAVRO002", "two symbols of E would become the member 'AB'")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"bytes","logicalType":"decimal","precision":40,"scale":30}}]}""", "SYNAVRO002", "at most 28 digits")]
    public void A_schema_without_a_type_is_an_error_at_its_place(string schema, string id, string reason)
    {
        var error = Assert.Single(GeneratorRun.Over(("bad.avsc", schema)).Diagnostics);

        Assert.Equal((id, DiagnosticSeverity.Error), (error.Id, error.Severity));
        Assert.Contains(reason, error.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal("bad.avsc", error.Location.GetLineSpan().Path);
    }

    [Fact]
    public void An_error_names_line_and_column()
    {
        var error = Assert.Single(GeneratorRun.Over(("bad.avsc", "{\"type\":\"record\",\"name\":\"R\",\"fields\":[\n  {\"name\":\"a\",\"type\":\"nonsense\"}]}")).Diagnostics);

        Assert.Equal(new LinePosition(1, 21), error.Location.GetLineSpan().StartLinePosition);
    }

    [Fact]
    public void Types_are_found_in_whichever_file_defines_them()
    {
        var result = GeneratorRun.Over(
            ("a.avsc", """{"type":"record","name":"A","namespace":"n","fields":[{"name":"inner","type":"n.Inner"}]}"""),
            ("b.avsc", """{"type":"record","name":"B","namespace":"n","fields":[{"name":"x","type":{"type":"record","name":"Inner","fields":[]}}]}"""));

        Assert.Empty(result.Diagnostics);
        Assert.Equal(["n.A.g.cs", "n.B.g.cs", "n.Inner.g.cs"], result.Results[0].GeneratedSources.Select(source => source.HintName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void One_bad_file_does_not_hide_the_others()
    {
        var result = GeneratorRun.Over(("bad.avsc", "["), ("good.avsc", """{"type":"record","name":"Good","fields":[]}"""));

        Assert.Single(result.Diagnostics);
        Assert.Single(result.Results[0].GeneratedSources);
    }

    [Fact]
    public void An_unrelated_edit_generates_nothing_anew()
    {
        var texts = GeneratorRun.Texts(("a.avsc", """{"type":"record","name":"A","fields":[]}"""));
        var compilation = CSharpCompilation.Create("c");
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [GeneratorRun.Generator()], texts, driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);

        driver = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class C;")), TestContext.Current.CancellationToken);

        var steps = driver.GetRunResult().Results[0].TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs);
        Assert.All(steps, output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }
}
