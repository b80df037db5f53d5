namespace Syntra.Topology.Tests.Support;

/// <summary>Compares with a file in the repository; with SYNTRA_UPDATE_GOLDEN=1 writes it instead, for the diff to be read.</summary>
internal static class Golden
{
    public static void Check(string actual, params ReadOnlySpan<string> path)
    {
        var file = Repository.PathOf(path);
        if (Environment.GetEnvironmentVariable("SYNTRA_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.ReadAllText(file), actual);
    }
}
