namespace Syntra.Fhir.Tests;

/// <summary>Real input that lies beside the repository; tests skip where it is absent.</summary>
internal static class OutsideData
{
    internal static string Folder(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Syntra.Streams.sln")))
        {
            root = root.Parent;
        }

        var candidates = new[] { "../shared/data", "../../shared/data" }.Select(c => Path.GetFullPath(Path.Combine(root?.FullName ?? ".", c, name)));
        var found = candidates.FirstOrDefault(Directory.Exists);
        if (found is null)
        {
            Assert.Skip($"shared/data/{name} is not on this machine");
        }

        return found!;
    }

    internal static IEnumerable<byte[]> Documents() =>
        Files("fhir-subscriptions-backport").Concat(Files("fhir-test-cases")).Concat(Lines("smart-bulk-10"));

    internal static IEnumerable<byte[]> Files(string folder) =>
        Directory.EnumerateFiles(Folder(folder), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    internal static IEnumerable<byte[]> Lines(string folder, string pattern = "*.ndjson") =>
        Directory.EnumerateFiles(Folder(folder), pattern).Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines).Where(l => l.Length > 0).Select(System.Text.Encoding.UTF8.GetBytes);
}
