using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Syntra.Phi.Analyzers.Flow;

/// <summary>Finds the locals of a body that a value of a person goes into: by declaration, assignment, pattern, loop or out argument.</summary>
internal static class LocalFlow
{
    public static Carriers Of(IReadOnlyList<IOperation> operations, PhiTypes types)
    {
        var carriers = new Carriers(types);

        // Each round can only add locals, so it ends; loops let a later line feed an earlier one.
        while (operations.SelectMany(operation => Fed(operation, carriers)).ToList().Count(carriers.Add) > 0)
        {
        }

        return carriers;
    }

    private static IEnumerable<ILocalSymbol> Fed(IOperation operation, Carriers carriers)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Initializer.Value: { } value } declared when carriers.Carries(value):
                return new[] { declared.Symbol };
            case IAssignmentOperation assignment when carriers.Carries(assignment.Value):
                return Locals(assignment.Target);
            case IIsPatternOperation pattern when carriers.Carries(pattern.Value):
                return Declared(pattern.Pattern);
            case ISwitchExpressionOperation choice when carriers.Carries(choice.Value):
                return choice.Arms.SelectMany(arm => Declared(arm.Pattern));
            case IForEachLoopOperation loop when carriers.Carries(loop.Collection):
                return loop.Locals;
            case IInvocationOperation call when Carriers.IsPassing(call.TargetMethod) && call.Arguments.Any(carriers.Carries):
                return call.Arguments.Where(a => a.Parameter?.RefKind == RefKind.Out).SelectMany(a => Locals(a.Value));
            default:
                return Enumerable.Empty<ILocalSymbol>();
        }
    }

    private static IEnumerable<ILocalSymbol> Locals(IOperation target) =>
        target.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Where(l => l.Parent is not IPropertyReferenceOperation).Select(l => l.Local);

    private static IEnumerable<ILocalSymbol> Declared(IOperation pattern) =>
        pattern.DescendantsAndSelf()
            .Select(p => p switch
            {
                IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
                IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
                IListPatternOperation list => list.DeclaredSymbol,
                _ => null,
            })
            .OfType<ILocalSymbol>();
}
