using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Syntra.Phi.Analyzers;

/// <summary>The types that the rules know by name.</summary>
internal sealed class PhiTypes
{
    private readonly INamedTypeSymbol _phi;
    private readonly INamedTypeSymbol? _record;
    private readonly INamedTypeSymbol? _exception;

    private PhiTypes(INamedTypeSymbol phi, Compilation compilation)
    {
        _phi = phi;
        _record = compilation.GetTypeByMetadataName("Syntra.Avro.IAvroRecord`1");
        _exception = compilation.GetTypeByMetadataName("System.Exception");
    }

    /// <summary>Null where the compilation knows no values of persons.</summary>
    public static PhiTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Syntra.Contracts.Phi`1") is { } phi ? new PhiTypes(phi, compilation) : null;

    public bool IsPhi(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, _phi);

    public bool IsReveal(IMethodSymbol method) => IsPhi(method.ContainingType) && string.Equals(method.Name, "Reveal", StringComparison.Ordinal);

    public bool IsRecord(ITypeSymbol type) =>
        type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, _record));

    public bool IsException(ITypeSymbol? type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at, _exception))
            {
                return true;
            }
        }

        return false;
    }
}
