using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Syntra.Architecture.Tests.Tree;

namespace Syntra.Architecture.Tests.Knowing;

/// <summary>
/// Topologies are functions of their records and their stores: no HTTP, SQL, files, processes or clocks of their own.
/// A <c>TimeProvider</c> or a <c>TextReader</c> that is handed in is fine.
/// </summary>
internal static class PureTopology
{
    private static readonly string[] Namespaces =
    [
        "System.Net", "System.Data", "System.Diagnostics.Process", "System.IO.Pipes", "System.IO.Compression", "Microsoft.Data", "Microsoft.AspNetCore",
        "Microsoft.Extensions.Http", "Dapper", "Npgsql", "Confluent.Kafka",
    ];

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "HttpClient", "HttpRequestMessage", "WebRequest", "Socket", "TcpClient", "DbConnection", "SqliteConnection", "NpgsqlConnection",
        "File", "FileInfo", "FileStream", "FileSystemWatcher", "Directory", "DirectoryInfo", "StreamReader", "StreamWriter",
        "Environment", "Process", "Stopwatch", "Timer", "PeriodicTimer", "Thread",
    };

    private static readonly HashSet<string> Clocks = new(StringComparer.Ordinal)
    {
        "TimeProvider.System", "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "SystemClock.Instance",
    };

    private static readonly string[] Packages = ["Dapper", "Npgsql", "Microsoft.Data.Sqlite", "Polly.Core", "Confluent.Kafka"];

    public static IEnumerable<string> Check(IEnumerable<SourceFile> files) =>
        files.Where(f => f.Is(".cs") && f.Under("topology")).Select(CSharpFile.Of).SelectMany(Check);

    public static IEnumerable<string> Check(IEnumerable<ProjectFile> projects) =>
        from project in projects
        where project.Path.StartsWith("topology/", StringComparison.Ordinal)
        from package in project.Packages.Intersect(Packages).Concat(project.Frameworks)
        select $"{project.Path}: a topology has no use for {package}";

    private static IEnumerable<string> Check(CSharpFile file)
    {
        // A property or parameter called File is not System.IO.File.
        var own = file.Root.DescendantNodes().Select(DeclaredName).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var (name, node) in file.DottedNames())
        {
            var first = name.Split('.', '(', '<', '?', '!')[0];
            if (Namespaces.Any(n => name == n || name.StartsWith(n + ".", StringComparison.Ordinal))
                || (Types.Contains(first) && !own.Contains(first))
                || Clocks.Any(c => name == c || name.StartsWith(c + ".", StringComparison.Ordinal)
                    || name.EndsWith("." + c, StringComparison.Ordinal)))
            {
                yield return $"{file.At(node)}: '{name}' reaches outside of the topology; hand in what it needs";
            }
        }
    }

    private static string? DeclaredName(SyntaxNode node) => node switch
    {
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        _ => null,
    };
}
