using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Syntra.Architecture.Tests.Tree;

namespace Syntra.Architecture.Tests.Tidy;

/// <summary>
/// Catching everything hides bugs. Allowed with a <c>when</c>, with a rethrow, or at a boundary
/// that a comment beside it names (the word "boundary", and which one).
/// </summary>
internal static class BroadCatch
{
    public static IEnumerable<string> Check(IEnumerable<SourceFile> files) =>
        from file in files.Where(f => f.Is(".cs") && !f.Under("tests")).Select(CSharpFile.Of)
        from clause in file.Root.DescendantNodes().OfType<CatchClauseSyntax>()
        where CatchesEverything(clause) && clause.Filter is null && !Throws(clause) && !NamesBoundary(clause)
        select $"{file.At(clause)}: catches every exception: add a 'when', rethrow, or name the boundary in a comment beside it";

    private static bool CatchesEverything(CatchClauseSyntax clause) =>
        clause.Declaration is null || clause.Declaration.Type.ToString() is "Exception" or "System.Exception";

    private static bool Throws(CatchClauseSyntax clause) =>
        clause.Block.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(n => n is ThrowStatementSyntax or ThrowExpressionSyntax);

    private static bool NamesBoundary(CatchClauseSyntax clause) =>
        Beside(clause).Any(t => t.ToString().Contains("boundary", StringComparison.OrdinalIgnoreCase));

    // Comments before the try, before the catch, on its line, and inside its block.
    private static IEnumerable<SyntaxTrivia> Beside(CatchClauseSyntax clause) =>
        clause.DescendantTrivia()
            .Concat(clause.GetFirstToken().GetPreviousToken().TrailingTrivia)
            .Concat(clause.Parent!.GetLeadingTrivia());
}
