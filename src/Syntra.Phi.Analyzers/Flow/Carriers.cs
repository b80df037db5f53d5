using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Syntra.Phi.Analyzers.Flow;

/// <summary>
/// Which expressions of one body carry a value of a person: those of type <c>Phi</c>, what Reveal returns, and what the base library makes
/// of it. A call of our own code ends the trail: what it returns is its own affair (a token, a verdict, an accounting date).
/// </summary>
internal sealed class Carriers
{
    // What tells little of a value: its length, its place, its equality.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "Length", "Count", "HasValue", "IndexOf", "LastIndexOf", "IndexOfAny", "CompareTo", "Compare", "GetHashCode", "GetType", "GetByteCount", "GetMaxByteCount",
    };

    private static readonly string[] BaseLibrary = { "System.Text", "System.Linq", "System.Globalization", "System.Collections", "System.Buffers" };

    private readonly PhiTypes _types;
    private readonly HashSet<ILocalSymbol> _locals = new(SymbolEqualityComparer.Default);

    public Carriers(PhiTypes types) => _types = types;

    public bool Add(ILocalSymbol local) => _locals.Add(local);

    public bool Carries(IOperation? operation) => operation is not null && (_types.IsPhi(operation.Type) || CarriesInside(operation));

    /// <summary>Whether a call of the base library passes on what goes in.</summary>
    public static bool IsPassing(IMethodSymbol method) =>
        !Harmless.Contains(method.Name)
        && (Names.IsOneOf(method.ContainingType, "System", method.ContainingType.Name) || Names.IsIn(method.ContainingType, BaseLibrary));

    private bool CarriesInside(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local: return _locals.Contains(local.Local);
            case IInvocationOperation call: return Call(call);
            case IObjectCreationOperation made: return made.Constructor is { } constructor && IsPassing(constructor) && !_types.IsException(made.Type) && Any(made.Arguments);
            case IPropertyReferenceOperation property: return !_types.IsPhi(property.Instance?.Type) && !Harmless.Contains(property.Property.Name) && Carries(property.Instance);
            case IBinaryOperation binary: return !IsBoolean(binary.Type) && (Carries(binary.LeftOperand) || Carries(binary.RightOperand));
            case IConditionalOperation choice: return Carries(choice.WhenTrue) || Carries(choice.WhenFalse);
            case ISwitchExpressionOperation choice: return choice.Arms.Any(arm => Carries(arm.Value));
            case IConditionalAccessOperation access: return Carries(access.WhenNotNull);
            case IConditionalAccessInstanceOperation access: return Carries(Receiver(access));
            case ISimpleAssignmentOperation assignment: return Carries(assignment.Value);
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation function }: return IsProjection(operation) && Any(function.Descendants().OfType<IReturnOperation>().Select(r => r.ReturnedValue));
            case IAnonymousFunctionOperation or INameOfOperation or ITypeOfOperation or IIsPatternOperation or IIsTypeOperation or IDelegateCreationOperation: return false;
            case IConversionOperation or IParenthesizedOperation or ICoalesceOperation or ITupleOperation or IArrayCreationOperation or IArrayInitializerOperation
                or ICollectionExpressionOperation or ISpreadOperation or IAwaitOperation or IInterpolatedStringOperation or IInterpolationOperation
                or IUnaryOperation or IArrayElementReferenceOperation or IAnonymousObjectCreationOperation or IArgumentOperation or IImplicitIndexerReferenceOperation:
                return Any(operation.ChildOperations);
            default: return false;
        }
    }

    private bool Call(IInvocationOperation call)
    {
        if (_types.IsReveal(call.TargetMethod))
        {
            return true;
        }

        return !IsBoolean(call.Type) && IsPassing(call.TargetMethod)
            && ((!_types.IsPhi(call.Instance?.Type) && Carries(call.Instance)) || Any(call.Arguments));
    }

    private bool Any(IEnumerable<IOperation?> operations) => operations.Any(Carries);

    // xs.Select(x => ...): what the function returns is what the sequence holds.
    private static bool IsProjection(IOperation function) =>
        function.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Select" or "SelectMany" } };

    // x?.Y: the x that belongs to this part of the chain.
    private static IOperation? Receiver(IOperation instance)
    {
        for (var at = instance; at.Parent is { } parent; at = parent)
        {
            if (parent is IConditionalAccessOperation access && ReferenceEquals(access.WhenNotNull, at))
            {
                return access.Operation;
            }
        }

        return null;
    }

    private static bool IsBoolean(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Boolean or SpecialType.System_Void;
}
