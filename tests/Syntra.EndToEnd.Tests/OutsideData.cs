namespace Syntra.EndToEnd.Tests;

/// <summary>Real input from outside the repository, read where it lies.</summary>
internal static class OutsideData
{
    /// <summary>The folder beside the repository, or a skip that says what is missing.</summary>
    internal static string Require(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data", name);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        Assert.Skip($"the folder shared/data/{name} is not beside the repository");
        return "";
    }
}
