using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Syntra.Phi.Analyzers;

/// <summary>Questions about namespaces and names.</summary>
internal static class Names
{
    /// <summary>Whether a type lies in a namespace or in one inside it.</summary>
    public static bool IsIn(ITypeSymbol? type, params string[] namespaces)
    {
        var space = type?.ContainingNamespace?.ToDisplayString() ?? "";
        return namespaces.Any(n => string.Equals(space, n, StringComparison.Ordinal) || space.StartsWith(n + ".", StringComparison.Ordinal));
    }

    /// <summary>Whether a type lies directly in a namespace, under one of these names.</summary>
    public static bool IsOneOf(ITypeSymbol? type, string space, params string[] names) =>
        type is not null && names.Contains(type.Name) && string.Equals(type.ContainingNamespace?.ToDisplayString(), space, StringComparison.Ordinal);

    public static bool IsKey(string? name) => string.Equals(name, "key", StringComparison.OrdinalIgnoreCase);
}
