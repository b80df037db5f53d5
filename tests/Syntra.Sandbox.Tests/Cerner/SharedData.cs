namespace Syntra.Sandbox.Tests.Cerner;

/// <summary>Finds the outside data that lies beside the repository; tests that need it are skipped where it is absent.</summary>
internal static class SharedData
{
    internal static string Require(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Syntra.Streams.sln")))
        {
            root = root.Parent;
        }

        foreach (var up in new[] { "..", "../.." })
        {
            var candidate = Path.GetFullPath(Path.Combine(root?.FullName ?? ".", up, "shared/data", path));
            if (Path.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip($"shared/data/{path} is not beside the repository");
        return path;
    }
}
