using System.Globalization;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Bulk;
using Syntra.Topology.Objects.Domains;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Syntra.Cli.Configuration;

/// <summary>What tiers.yaml says: the domains of objects, and those that other parts of the program serve.</summary>
/// <param name="Objects">Domains of the object pipeline.</param>
/// <param name="Charges">The domain of the charge flow; null where it has no line.</param>
internal sealed record TiersConfiguration(IReadOnlyList<ObjectDomain> Objects, (string Name, Tier Tier, TimeSpan Bound)? Charges)
{
    /// <summary>Kinds that go to Fusion by file, and when a batch leaves.</summary>
    internal IReadOnlyDictionary<ObjectKind, BulkSettings> Bulk { get; init; } = new Dictionary<ObjectKind, BulkSettings>();
}

/// <summary>Reads and checks tiers.yaml.</summary>
internal static class TiersReader
{
    internal const string FileName = "tiers.yaml";
    private const string ChargeSource = "charge";
    private const string Journal = "JOURNAL";
    private static readonly string[] Fields = ["name", "source", "object", "tier", "bound"];

    /// <summary>The domains, or every fault with its line and cure.</summary>
    internal static (TiersConfiguration? Tiers, IReadOnlyList<ConfigurationProblem> Problems) Read(string text)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents is [{ RootNode: YamlMappingNode root }] && Child(root, "domains") is YamlSequenceNode lines
                ? Read(lines, Child(root, "bulk"))
                : (null, [Problem(1, "the file has no domains", "Begin with domains: and one '- name: ...' each")]);
        }
        catch (YamlException bad)
        {
            return (null, [Problem((int)bad.Start.Line, "this is not YAML", "Look at the indentation and the quotes of this line and the one before")]);
        }
    }

    private static (TiersConfiguration? Tiers, IReadOnlyList<ConfigurationProblem> Problems) Read(YamlSequenceNode lines, YamlNode? files)
    {
        var problems = new List<ConfigurationProblem>();
        var objects = new List<ObjectDomain>();
        (string Name, Tier Tier, TimeSpan Bound)? charges = null;
        foreach (var node in lines)
        {
            if (ReadLine(node, problems) is not { } line)
            {
                continue;
            }

            if (line.Source == ChargeSource && line.Object == Journal)
            {
                charges = (line.Name, line.Tier, line.Bound);
            }
            else if (Kind(line.Object) is { } kind && ObjectDomains.IsMapped(line.Source, kind))
            {
                objects.Add(new ObjectDomain(line.Name, line.Source, kind, line.Tier, line.Bound));
            }
            else
            {
                var known = string.Join(", ", ObjectDomains.Mapped.Select(m => $"{m.Source} to {Wire(m.Kind)}").Append($"{ChargeSource} to {Journal}"));
                problems.Add(Problem(line.Line, $"{line.Source} is not mapped to {line.Object}", $"Use one of {known}"));
            }
        }

        problems.AddRange(objects.GroupBy(o => o.Name).Where(g => g.Count() > 1).Select(g => Problem(Line(lines), $"domain {g.Key} is there twice", "Give each domain a name of its own")));
        problems.AddRange(objects.GroupBy(o => (o.Source, o.Kind)).Where(g => g.Count() > 1).Select(g => Problem(Line(lines), $"{g.Key.Source} to {Wire(g.Key.Kind)} is there twice", "Keep one of the two lines")));
        var bulk = BulkReader.Read(files, objects, problems);
        return problems.Count == 0 ? (new TiersConfiguration(objects, charges) { Bulk = bulk }, []) : (null, problems);
    }

    private static TierLine? ReadLine(YamlNode node, List<ConfigurationProblem> problems)
    {
        int line = Line(node);
        if (node is not YamlMappingNode map)
        {
            problems.Add(Problem(line, "a domain is no mapping", "Write - name: ..., source: ..., object: ..., tier: ..., bound: ..."));
            return null;
        }

        int before = problems.Count;
        foreach (var (key, _) in map.Children)
        {
            if (!Fields.Contains(Text(key)))
            {
                problems.Add(Problem(Line(key), $"there is no '{Text(key)}' in a domain", $"Use {string.Join(", ", Fields)}"));
            }
        }

        foreach (string field in Fields.Where(f => Text(Child(map, f)) is not { Length: > 0 }))
        {
            problems.Add(Problem(line, $"the domain has no {field}", $"Give all of {string.Join(", ", Fields)}"));
        }

        var tier = Text(Child(map, "tier")) is { } named && Tiers.Names.TryGetValue(named, out var found) ? found : (Tier?)null;
        if (tier is null)
        {
            problems.Add(Problem(line, $"there is no tier '{Text(Child(map, "tier"))}'", $"Use one of {string.Join(", ", Tiers.Names.Keys)}"));
        }

        TimeSpan? bound = double.TryParse(Text(Child(map, "bound")), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 1e8 ? TimeSpan.FromSeconds(seconds) : null;
        if (bound is null || (tier is { } t && bound <= t.LongestWait()))
        {
            problems.Add(Problem(line, $"the bound '{Text(Child(map, "bound"))}' cannot be kept", $"Give seconds, more than the tier's window of {tier?.LongestWait().TotalSeconds ?? 0:0}"));
        }

        return problems.Count == before
            ? new TierLine(line, Text(Child(map, "name"))!, Text(Child(map, "source"))!, Text(Child(map, "object"))!, tier!.Value, bound!.Value)
            : null;
    }

    /// <summary>The kind as schemas write it.</summary>
    internal static ObjectKind? Kind(string wire) => Enum.GetValues<ObjectKind>().Where(k => Wire(k) == wire).Select(k => (ObjectKind?)k).FirstOrDefault();

    internal static string Wire(ObjectKind kind) =>
        string.Concat(kind.ToString().Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? "_" + c : char.ToUpperInvariant(c).ToString()));

    internal static YamlNode? Child(YamlMappingNode map, string name) => map.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    internal static string? Text(YamlNode? node) => (node as YamlScalarNode)?.Value;

    internal static int Line(YamlNode node) => (int)node.Start.Line;

    internal static ConfigurationProblem Problem(int line, string problem, string cure) => new(FileName, line, problem, cure);

    private sealed record TierLine(int Line, string Name, string Source, string Object, Tier Tier, TimeSpan Bound);
}
