using System.Globalization;
using Syntra.Contracts;
using Syntra.Fusion.Objects;
using Syntra.Fusion.Objects.Bulk;
using Syntra.Topology.Objects.Domains;
using YamlDotNet.RepresentationModel;

namespace Syntra.Cli.Configuration;

/// <summary>Reads the part "bulk" of tiers.yaml: object, after (seconds) and rows of each kind that goes by file.</summary>
internal static class BulkReader
{
    private static readonly string[] Fields = ["object", "after", "rows"];
    private static readonly BulkSettings Usual = new();

    internal static IReadOnlyDictionary<ObjectKind, BulkSettings> Read(YamlNode? node, IReadOnlyList<ObjectDomain> domains, List<ConfigurationProblem> problems)
    {
        var bulk = new Dictionary<ObjectKind, BulkSettings>();
        if (node is null)
        {
            return bulk;
        }

        if (node is not YamlSequenceNode lines)
        {
            problems.Add(TiersReader.Problem(TiersReader.Line(node), "bulk is no list", "Write - object: CUSTOMER, after: 60, rows: 1000"));
            return bulk;
        }

        foreach (var line in lines)
        {
            if (ReadLine(line, domains, problems) is var (kind, settings) && !bulk.TryAdd(kind, settings))
            {
                problems.Add(TiersReader.Problem(TiersReader.Line(line), $"{TiersReader.Wire(kind)} is there twice", "Keep one of the two lines"));
            }
        }

        return bulk;
    }

    private static (ObjectKind Kind, BulkSettings Settings)? ReadLine(YamlNode node, IReadOnlyList<ObjectDomain> domains, List<ConfigurationProblem> problems)
    {
        int line = TiersReader.Line(node);
        if (node is not YamlMappingNode map || map.Children.Keys.FirstOrDefault(k => !Fields.Contains(TiersReader.Text(k))) is { } unknown)
        {
            problems.Add(TiersReader.Problem(line, "a line of bulk has other fields", $"Use {string.Join(", ", Fields)}"));
            return null;
        }

        if (TiersReader.Text(TiersReader.Child(map, "object")) is not { } wire || TiersReader.Kind(wire) is not { } kind || !ObjectSettings.BulkKinds.Contains(kind))
        {
            problems.Add(TiersReader.Problem(line, $"'{TiersReader.Text(TiersReader.Child(map, "object"))}' cannot be chosen to go by file", $"Use one of {string.Join(", ", ObjectSettings.BulkKinds.Select(TiersReader.Wire))}"));
            return null;
        }

        double? after = Number(map, "after", Usual.After.TotalSeconds);
        double? rows = Number(map, "rows", Usual.Rows);
        if (after is not (> 0 and <= 86_400) || rows is not (>= 1 and <= 50_000) || rows != Math.Truncate(rows.Value))
        {
            problems.Add(TiersReader.Problem(line, "after or rows is out of range", "Give after in seconds, up to 86400, and rows from 1 to 50000"));
            return null;
        }

        foreach (var domain in domains.Where(d => d.Kind == kind && d.Bound.TotalSeconds <= after))
        {
            problems.Add(TiersReader.Problem(line, $"{domain.Name} cannot keep its bound of {domain.Bound.TotalSeconds:0} s when its file leaves after {after:0} s", "Raise the bound in domains, shorten after, or take the line out to go by REST"));
        }

        return (kind, new BulkSettings { After = TimeSpan.FromSeconds(after.Value), Rows = (int)rows.Value });
    }

    private static double? Number(YamlMappingNode map, string field, double otherwise) => TiersReader.Text(TiersReader.Child(map, field)) is not { } text
        ? otherwise
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : null;
}
