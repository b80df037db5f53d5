using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Syntra.Cli.Configuration;

/// <summary>Faults of a YAML file that its reader would tell in words of the program's types, or only fall over.</summary>
internal static partial class YamlFaults
{
    private const string Cure = "Compare with topology/workbook/tenant.yaml: unknown names, names given twice and wrong types are refused";

    /// <summary>Settings and sections with nothing behind their colon: read as they stand they would undo their defaults.</summary>
    /// <exception cref="YamlException">It is not YAML.</exception>
    internal static IReadOnlyList<ConfigurationProblem> Empty(string file, string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return [.. yaml.Documents.SelectMany(d => Empty(d.RootNode)).Select(at => new ConfigurationProblem(file, at.Line, $"'{at.Name}' is empty", "Give it a value, or leave it out"))];
    }

    /// <summary>What the reader refused. What is missing at the end is told with the last line.</summary>
    internal static ConfigurationProblem Of(string file, string text, YamlException bad) => new(file, Math.Min((int)bad.Start.Line, text.TrimEnd().Count(c => c == '\n') + 1), Words(bad), Cure);

    private static string Words(YamlException bad)
    {
        if (Unknown().Match(bad.Message) is { Success: true } unknown)
        {
            return $"'{unknown.Groups[1].Value}' is no setting";
        }

        return bad.InnerException is { } inner && !inner.Message.Contains("System.", StringComparison.Ordinal) ? inner.Message.TrimEnd('.')
            : bad.Message.Contains("System.", StringComparison.Ordinal) || bad.Message.Contains("Syntra.", StringComparison.Ordinal) || bad.InnerException is not null ? "the value is of another kind than this setting takes"
            : bad.Message.TrimEnd('.');
    }

    private static IEnumerable<(int Line, string Name)> Empty(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(child => IsEmpty(child.Value) ? [((int)child.Key.Start.Line, child.Key.ToString())] : Empty(child.Value)),
        YamlSequenceNode list => list.Children.SelectMany(child => IsEmpty(child) ? [((int)child.Start.Line, "-")] : Empty(child)),
        _ => [],
    };

    private static bool IsEmpty(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    [GeneratedRegex("Property '([^']*)' not found", RegexOptions.None, 1000)]
    private static partial Regex Unknown();
}
