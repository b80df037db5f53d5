namespace Syntra.Governance.Tests.Support;

/// <summary>Data from outside, beside the repository; tests that need it skip where it is absent.</summary>
internal static class SharedData
{
    public static string Find(string relative)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Syntra.Streams.sln")))
        {
            folder = folder.Parent;
        }

        foreach (var up in new[] { "..", "../.." })
        {
            var path = Path.GetFullPath(Path.Combine(folder?.FullName ?? ".", up, "shared", "data", relative));
            if (Path.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"shared/data/{relative} is not beside the repository.");
        return "";
    }
}
