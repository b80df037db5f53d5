using System.Xml.Linq;

namespace Syntra.Architecture.Tests.Tree;

/// <summary>What one .csproj says of its neighbours. Names are assembly names, which here are file names.</summary>
internal sealed record ProjectFile(
    string Path,
    IReadOnlyList<string> References,
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> Frameworks,
    IReadOnlyList<string> Friends)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>Tests and benchmarks may know everything.</summary>
    public bool IsProduct => !Path.StartsWith("tests/", StringComparison.Ordinal) && !Path.StartsWith("bench/", StringComparison.Ordinal)
        && !Path.StartsWith("eng/", StringComparison.Ordinal);

    public static ProjectFile Parse(SourceFile file)
    {
        var xml = XDocument.Parse(file.Text);
        return new ProjectFile(
            file.Path,
            [.. Includes(xml, "ProjectReference").Select(p => System.IO.Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))],
            Includes(xml, "PackageReference"),
            Includes(xml, "FrameworkReference"),
            Includes(xml, "InternalsVisibleTo"));
    }

    private static List<string> Includes(XDocument xml, string element) =>
        [.. xml.Descendants(element).Select(e => (string?)e.Attribute("Include")).OfType<string>()];
}
