using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Syntra.Avro.Tests.Generator;

/// <summary>The generator, run over schemas that no project holds.</summary>
internal static class GeneratorRun
{
    public static GeneratorDriverRunResult Over(params (string Path, string Text)[] files) =>
        CSharpGeneratorDriver.Create([Generator()], Texts(files))
            .RunGenerators(CSharpCompilation.Create("c"), TestContext.Current.CancellationToken)
            .GetRunResult();

    public static IEnumerable<AdditionalText> Texts(params (string Path, string Text)[] files) => [.. files.Select(file => new SchemaText(file.Path, file.Text))];

    // Loaded by path: its copy of the schema parser would clash with the library's in a reference.
    public static ISourceGenerator Generator()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var path = RepositoryFiles.Find($"src/Syntra.Avro.Generator/bin/{configuration}/netstandard2.0/Syntra.Avro.Generator.dll")!;
        var type = Assembly.LoadFrom(path).GetType("Syntra.Avro.Generator.AvroGenerator", throwOnError: true)!;
        return ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator();
    }

    private sealed class SchemaText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
