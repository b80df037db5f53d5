namespace Syntra.Cli.Tests.Support;

/// <summary>The repository that the tests were built in.</summary>
internal static class RepositoryFiles
{
    internal static string Root { get; } = Find();

    /// <summary>The sample workbook's folder, which is a tenant's.</summary>
    internal static string Workbook => Path.Combine(Root, "topology", "workbook");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Syntra.Streams.sln")))
        {
            folder = folder.Parent;
        }
        return folder!.FullName;
    }
}
