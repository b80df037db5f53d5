namespace Syntra.Governance.Tests.Support;

/// <summary>Texts kept beside the tests. To renew one after a wanted change, delete it and copy what the failure shows.</summary>
internal static class Golden
{
    public static string RepositoryRoot
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "Syntra.Streams.sln")))
            {
                folder = folder.Parent;
            }

            return folder.FullName;
        }
    }

    public static void Check(string name, string actual)
    {
        var path = Path.Combine(RepositoryRoot, "tests/Syntra.Governance.Tests/Golden", name);
        Assert.True(File.Exists(path), $"{name} is not there yet; it would be:\n{actual}");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
