using System.Text.RegularExpressions;

namespace Syntra.Simulation.Tests;

public sealed partial class OracleIndependenceTests
{
    [Fact]
    public void The_oracle_knows_nothing_of_the_product_but_the_contracts()
    {
        var folder = Path.Combine(Root(), "src", "Syntra.Simulation", "Oracle");
        var files = Directory.GetFiles(folder, "*.cs");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var known = Named().Matches(File.ReadAllText(file)).Select(m => m.Value).Distinct(StringComparer.Ordinal);
            Assert.All(known, name => Assert.True(name is "Syntra.Contracts" or "Syntra.Simulation.Oracle", $"{Path.GetFileName(file)} names {name}"));
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Syntra.Streams.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie in the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"\bSyntra(\.[A-Z][A-Za-z]*)+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Named();
}
