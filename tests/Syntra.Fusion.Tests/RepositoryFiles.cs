namespace Syntra.Fusion.Tests;

/// <summary>Outside data lies beside the repository, never in it.</summary>
internal static class RepositoryFiles
{
    public static string? SharedData(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Syntra.Streams.sln")))
        {
            folder = folder.Parent;
        }

        string[] places = folder is null ? [] : ["../shared/data", "../../shared/data"];
        return places.Select(p => Path.GetFullPath(Path.Combine(folder!.FullName, p, name))).FirstOrDefault(File.Exists);
    }
}
