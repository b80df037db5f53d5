using Microsoft.CodeAnalysis.CSharp.Syntax;
using Syntra.Architecture.Tests.Tree;

namespace Syntra.Architecture.Tests.Tidy;

/// <summary>Libraries never write to the terminal: what is said there is the program's business.</summary>
internal static class QuietLibraries
{
    public static IEnumerable<string> Check(IEnumerable<SourceFile> files) =>
        from file in files.Where(IsLibrary).Select(CSharpFile.Of)
        from access in file.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        where access.Expression.ToString() is "Console" or "System.Console"
        select $"{file.At(access)}: '{access}' in a library; log, or return it";

    private static bool IsLibrary(SourceFile file) =>
        file.Is(".cs") && !file.Under("src/Syntra.Cli") && (file.Under("src") || file.Under("connectors") || file.Under("topology") || file.Under("schemas"));
}
