using Syntra.Architecture.Tests.Tree;

namespace Syntra.Architecture.Tests.Tidy;

/// <summary>Every project is in the solution, and every project that ships is tested by a project of tests.</summary>
internal static class ProjectCoverage
{
    private static readonly string[] Shipping = ["src/", "connectors/", "topology/"];

    // Tested through a neighbour's tests, which reference it.
    private static readonly Dictionary<string, string> TestedBy = new(StringComparer.Ordinal)
    {
        ["Syntra.Streams.Testing"] = "Syntra.Streams.Tests",
        ["Syntra.Avro.Generator"] = "Syntra.Avro.Tests",
    };

    public static IEnumerable<string> CheckTests(IReadOnlyList<ProjectFile> projects)
    {
        var names = projects.Where(p => p.Path.StartsWith("tests/", StringComparison.Ordinal)).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        return from project in projects
               where Shipping.Any(s => project.Path.StartsWith(s, StringComparison.Ordinal))
               let wanted = TestedBy.GetValueOrDefault(project.Name, project.Name + ".Tests")
               where !names.Contains(wanted)
               select $"{project.Path}: has no tests/{wanted}";
    }

    public static IEnumerable<string> CheckSolution(IEnumerable<ProjectFile> projects, string solution)
    {
        var listed = solution.Replace('\\', '/');
        return projects.Where(p => !p.Path.StartsWith("eng/", StringComparison.Ordinal) && !listed.Contains($"\"{p.Path}\"", StringComparison.Ordinal))
            .Select(p => $"{p.Path}: is not in Syntra.Streams.sln, so nothing builds it");
    }
}
