using System.Text.RegularExpressions;
using Syntra.Architecture.Tests.Tree;

namespace Syntra.Architecture.Tests.Tidy;

/// <summary>Rules that a line of text either keeps or breaks.</summary>
internal static class TextRules
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // Written in two halves, here and below, so that the rules do not catch themselves.
    private static readonly Regex Unfinished = new(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|NotImplemented" + @"Exception)\b", RegexOptions.CultureInvariant, Limit);

    private static readonly Regex MachinePath = new(@"(?<![\w.~}/-])(/wo" + @"rk/|/ro" + @"ot/|/ho" + @"me/[a-z]|/Us" + @"ers/[A-Za-z])|\b[A-Z]:\\Users", RegexOptions.CultureInvariant, Limit);

    private static readonly Regex RegistryHost = new(
        @"nuget\" + @".org|npmjs\" + @".(org|com)|pypi\" + @".org|pythonhosted\" + @".org|(deb|snapshot|security)\.debian\" + @".org|crates\" + @".io|proxy\.golang\" + @".org|repo1\.maven\" + @".org|packages\.confluent\" + @".io",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Limit);

    /// <summary>Line feeds only, no tabs, nothing at line ends, a last line feed. Formats with their own rules (CSV, goldens) are not text here.</summary>
    public static IEnumerable<string> CheckWhitespace(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Is(".cs", ".csproj", ".props", ".targets", ".sh", ".yaml", ".yml", ".avsc", ".c", ".editorconfig")
            && !file.Path.Contains("/Golden", StringComparison.OrdinalIgnoreCase)
        from complaint in Whitespace(file)
        select complaint;

    public static IEnumerable<string> CheckUnfinished(IEnumerable<SourceFile> files) =>
        Lines(files.Where(f => f.Is(".cs", ".csproj", ".sh", ".avsc", ".yaml", ".yml", ".md")), Unfinished, "is unfinished: finish it, or open an issue and say what is missing");

    public static IEnumerable<string> CheckMachinePaths(IEnumerable<SourceFile> files) =>
        Lines(files, MachinePath, "is a path of one machine");

    public static IEnumerable<string> CheckRegistryHosts(IEnumerable<SourceFile> files) =>
        Lines(files, RegistryHost, "names a package registry: which one is the machine's own choice");

    private static IEnumerable<string> Lines(IEnumerable<SourceFile> files, Regex rule, string complaint) =>
        from file in files
        from line in file.Lines.Index()
        let match = rule.Match(line.Item)
        where match.Success
        select $"{file.Path}:{line.Index + 1}: '{match.Value}' {complaint}";

    private static IEnumerable<string> Whitespace(SourceFile file)
    {
        if (file.Text.Contains('\r'))
        {
            yield return $"{file.Path}: has carriage returns; lines end in a line feed";
        }

        if (file.Text.Length > 0 && !file.Text.EndsWith('\n'))
        {
            yield return $"{file.Path}: the last line has no line feed";
        }

        foreach (var (index, line) in file.Lines.Index())
        {
            if (line.Contains('\t'))
            {
                yield return $"{file.Path}:{index + 1}: has a tab; indent with spaces";
            }
            else if (line.EndsWith(' '))
            {
                yield return $"{file.Path}:{index + 1}: ends in spaces";
            }
        }
    }
}
