using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Syntra.Avro.Generator.Classes;
using Syntra.Avro.Generator.Emit;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generator;

/// <summary>C# types with binary codecs for all schemas (*.avsc among the AdditionalFiles).</summary>
[Generator(LanguageNames.CSharp)]
public sealed class AvroGenerator : IIncrementalGenerator
{
    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(".avsc", StringComparison.OrdinalIgnoreCase))
            .Select(static (file, cancellation) => new SchemaFile(file.Path, file.GetText(cancellation)?.ToString() ?? ""))
            .Collect();
        context.RegisterSourceOutput(files, static (output, all) => Generate(output, all));
    }

    private static void Generate(SourceProductionContext output, ImmutableArray<SchemaFile> files)
    {
        var set = new SchemaSet(files.OrderBy(static file => file.Path, StringComparer.Ordinal).ToArray());
        foreach (var problem in set.Problems)
        {
            output.ReportDiagnostic(Diagnostics.InvalidSchema(problem.Path, problem.Line, problem.Column, problem.Reason));
        }

        foreach (var (path, schema) in set.Types)
        {
            foreach (var problem in schema is RecordSchema record ? ClassRules.Check(path, record) : [])
            {
                output.ReportDiagnostic(problem.At(path));
            }

            try
            {
                if (TypeEmitter.Emit(schema) is { } source)
                {
                    output.AddSource(schema.Name.FullName + ".g.cs", SourceText.From(source, Encoding.UTF8));
                }
            }
            catch (SchemaParseException e)
            {
                output.ReportDiagnostic(Diagnostics.NotExpressible(path, e.Line, e.Column, e.Reason));
            }
        }
    }
}
