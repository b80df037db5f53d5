using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Syntra.Phi.Analyzers.Flow;
using Syntra.Phi.Analyzers.Sinks;

namespace Syntra.Phi.Analyzers;

/// <summary>Refuses values of persons (<c>Syntra.Contracts.Phi</c>, and what Reveal returns) where they must not arrive, body by body.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PhiAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (PhiTypes.Of(start.Compilation) is { } types)
            {
                start.RegisterOperationBlockAction(block => Check(block, types));
            }
        });
    }

    private static void Check(OperationBlockAnalysisContext block, PhiTypes types)
    {
        var operations = block.OperationBlocks.SelectMany(static b => b.DescendantsAndSelf()).ToList();
        if (!operations.Any(o => types.IsPhi(o.Type)))
        {
            return;
        }

        var check = new SinkCheck(types, LocalFlow.Of(operations, types));
        foreach (var (rule, value) in operations.SelectMany(check.Of))
        {
            block.ReportDiagnostic(Diagnostic.Create(rule, value.Syntax.GetLocation(), value.Syntax.ToString()));
        }
    }
}
