using System.Text;

namespace Syntra.Architecture.Tests.Tree;

/// <summary>The source tree that the tests run in: every text file, without what builds and tools leave behind.</summary>
internal sealed class Repository
{
    private static readonly HashSet<string> NotOurs = ["bin", "obj", "artifacts", "node_modules", "TestResults", ".git", ".vs", ".idea", ".local"];

    private static readonly HashSet<string> TextExtensions =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".sh", ".md", ".json", ".yaml", ".yml", ".avsc", ".c", ".txt", ".html", ".css", ".js", ".editorconfig",
    ];

    private static readonly Lazy<Repository> Loaded = new(() => new Repository(FindRoot()));

    private Repository(string root)
    {
        Root = root;
        Files = [.. Walk(new DirectoryInfo(root)).Select(Read).OrderBy(f => f.Path, StringComparer.Ordinal)];
        Projects = [.. Files.Where(f => f.Is(".csproj")).Select(ProjectFile.Parse)];
    }

    public static Repository Current => Loaded.Value;

    public string Root { get; }

    public IReadOnlyList<SourceFile> Files { get; }

    public IReadOnlyList<ProjectFile> Projects { get; }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Syntra.Streams.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository: no Syntra.Streams.sln above them.");
    }

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(IsText)
            .Concat(folder.EnumerateDirectories().Where(d => !NotOurs.Contains(d.Name) && d.LinkTarget is null).SelectMany(Walk));

    // Scripts without an extension (syntra, .ci/run) are text as well.
    private static bool IsText(FileInfo file) =>
        file.Extension.Length == 0 ? file.Length < 100_000 : TextExtensions.Contains(file.Extension);

    private SourceFile Read(FileInfo file) =>
        new(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), File.ReadAllText(file.FullName, Encoding.UTF8));
}
