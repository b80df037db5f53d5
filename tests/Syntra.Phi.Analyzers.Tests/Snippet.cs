using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Syntra.Phi.Analyzers.Tests;

/// <summary>Compiles a few lines in a method that has a raw record, a revealed id and everything that a leak could go to.</summary>
internal static class Snippet
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p)),
    ];

    /// <summary>Errors and warnings of the rules as "id: text", in the order of the lines.</summary>
    public static async Task<IReadOnlyList<string>> CompileAsync(string body, string members = "")
    {
        var source = $$"""
            using System; using System.Collections.Generic; using System.Diagnostics; using System.Diagnostics.Metrics; using System.IO; using System.Linq; using System.Text;
            using Microsoft.Extensions.Logging; using Syntra.Contracts;
            namespace Shop;
            internal sealed partial class Snippet
            {
                internal static object? Run(
                    RawCharge raw, ILogger log, Counter<long> counter, Histogram<double> histogram, Activity activity, ISourceTokens tokens, JournalInstruction journal,
                    DeadLetter letter, Confluent.Kafka.Headers kafka, System.Net.Http.HttpRequestMessage request, List<RawCharge> all)
                {
                    {{body}}
                    return null;
                }
                {{members}}
            }
            """;
        var compilation = CSharpCompilation.Create(
            "snippet",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest))],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var found = await compilation.WithAnalyzers([new PhiAnalyzer()]).GetAllDiagnosticsAsync();
        return [.. found.Where(d => d.Severity == DiagnosticSeverity.Error).OrderBy(d => d.Location.SourceSpan.Start).Select(d => $"{d.Id}: {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];
    }
}
