using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Syntra.Phi.Analyzers.Flow;

namespace Syntra.Phi.Analyzers.Sinks;

/// <summary>What one operation does with values of persons that it must not do.</summary>
internal sealed class SinkCheck
{
    private readonly PhiTypes _types;
    private readonly Carriers _carriers;

    public SinkCheck(PhiTypes types, Carriers carriers) => (_types, _carriers) = (types, carriers);

    public IEnumerable<(DiagnosticDescriptor Rule, IOperation Value)> Of(IOperation operation) => operation switch
    {
        IInvocationOperation call => Call(call),
        IObjectCreationOperation { Constructor: { } constructor } made => Arguments(made.Arguments, p => _types.IsException(made.Type) ? Rules.ExceptionText : CallSinks.Of(constructor, p)),
        IInterpolationOperation part => If(Rules.Text, part.Expression),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } sum =>
            If(Rules.Text, sum.LeftOperand).Concat(If(Rules.Text, sum.RightOperand)),
        ICompoundAssignmentOperation { Type.SpecialType: SpecialType.System_String } sum => If(Rules.Text, sum.Value),
        IAssignmentOperation { Target: IPropertyReferenceOperation target } assignment => Property(target) is { } rule ? If(rule, assignment.Value) : Nothing(),
        _ => Nothing(),
    };

    private IEnumerable<(DiagnosticDescriptor Rule, IOperation Value)> Call(IInvocationOperation call)
    {
        var found = Arguments(call.Arguments, p => CallSinks.Of(call.TargetMethod, p));
        return CallSinks.ChoosesKey(call.TargetMethod)
            ? found.Concat(call.Arguments.SelectMany(a => a.Value.Descendants()).OfType<IReturnOperation>().SelectMany(r => If(Rules.Key, r.ReturnedValue)))
            : found;
    }

    private IEnumerable<(DiagnosticDescriptor Rule, IOperation Value)> Arguments(
        IEnumerable<IArgumentOperation> arguments, Func<IParameterSymbol?, DiagnosticDescriptor?> ruleOf) =>
        arguments.SelectMany(a => ruleOf(a.Parameter) is { } rule ? If(rule, a.Value) : Nothing());

    private DiagnosticDescriptor? Property(IPropertyReferenceOperation target)
    {
        var (property, type) = (target.Property, target.Property.ContainingType);
        return property switch
        {
            _ when _types.IsRecord(type) => _types.IsPhi(property.Type) ? null : Rules.ClearField,
            _ when Names.IsKey(property.Name) && Names.IsIn(type, "Confluent.Kafka", "Syntra.Streams") => Rules.Key,
            _ when type.Name.IndexOf("Header", StringComparison.Ordinal) >= 0 => Rules.Header,
            _ when Names.IsOneOf(type, "System.Diagnostics", "Activity", "ActivityTagsCollection") => Rules.SpanTag,
            _ when _types.IsException(type) || target.Instance is IPropertyReferenceOperation { Property.Name: "Data" } data && _types.IsException(data.Property.ContainingType) => Rules.ExceptionText,
            _ => null,
        };
    }

    private IEnumerable<(DiagnosticDescriptor Rule, IOperation Value)> If(DiagnosticDescriptor rule, IOperation? value) => value switch
    {
        // The array of "params" has no text of its own: its items are named.
        IArrayCreationOperation { IsImplicit: true, Initializer: { } items } => items.ElementValues.SelectMany(item => If(rule, item)),
        IConversionOperation { IsImplicit: true } conversion => If(rule, conversion.Operand),
        IObjectCreationOperation { Constructor: { } constructor } when constructor.Parameters.Any(p => CallSinks.Of(constructor, p) is not null) => Nothing(),
        not null when _carriers.Carries(value) => new[] { (rule, value) },
        _ => Nothing(),
    };

    private static IEnumerable<(DiagnosticDescriptor Rule, IOperation Value)> Nothing() => Array.Empty<(DiagnosticDescriptor, IOperation)>();
}
