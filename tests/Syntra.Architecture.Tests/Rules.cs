namespace Syntra.Architecture.Tests;

internal static class Rules
{
    /// <summary>Fails with every finding, one a line: whoever broke a rule sees all of it at once.</summary>
    public static void Kept(IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, $"{all.Count} found:\n{string.Join('\n', all)}");
    }

    /// <summary>Shows that a rule can fail: exactly one finding, which names the place.</summary>
    public static void Caught(string place, IEnumerable<string> findings) =>
        Assert.StartsWith(place, Assert.Single(findings), StringComparison.Ordinal);
}
