using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Syntra.Architecture.Tests.Tree;

/// <summary>A C# file as its compiler sees it, so that a rule can tell code from comments and strings.</summary>
internal sealed class CSharpFile
{
    private static readonly ConcurrentDictionary<SourceFile, CSharpFile> Parsed = new();

    private CSharpFile(SourceFile source)
    {
        Source = source;
        Root = CSharpSyntaxTree.ParseText(source.Text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();
    }

    public SourceFile Source { get; }

    public SyntaxNode Root { get; }

    public static CSharpFile Of(SourceFile source) => Parsed.GetOrAdd(source, s => new CSharpFile(s));

    public string At(SyntaxNodeOrToken place) => $"{Source.Path}:{place.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1}";

    /// <summary>Names used in code: identifiers, but for those in comments and strings.</summary>
    public IEnumerable<SyntaxToken> Identifiers() => Root.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken));

    /// <summary>Dotted names used in code, longest form: <c>System.IO.File.ReadAllText</c>, <c>File.ReadAllText</c>.</summary>
    public IEnumerable<(string Name, SyntaxNode Node)> DottedNames() =>
        Root.DescendantNodes()
            .Where(n => n is MemberAccessExpressionSyntax or NameSyntax && n.Parent is not (MemberAccessExpressionSyntax or QualifiedNameSyntax))
            .Select(n => (string.Concat(n.ToString().Where(c => !char.IsWhiteSpace(c))), n));
}
