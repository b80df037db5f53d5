using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Syntra.Cerner.Events.Configuration;

/// <summary>One mapping of the file. Notes every fault with its line instead of stopping at the first, and every name that nobody asked for.</summary>
internal sealed class YamlMap(YamlMappingNode node, List<SubscriptionsFault> faults)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    internal int Line => (int)node.Start.Line;

    internal void Fault(string problem, string cure, string? name = null) => faults.Add(new SubscriptionsFault(name is not null && Find(name) is { } at ? (int)at.Start.Line : Line, problem, cure));

    internal bool Has(string name) => Find(name) is not null;

    internal string? Text(string name)
    {
        switch (Find(name))
        {
            case null or YamlScalarNode { Value: null or "" or "~" or "null" }:
                return null;
            case YamlScalarNode scalar:
                return scalar.Value;
            default:
                Fault($"{name} is no single value", $"Write {name}: value", name);
                return null;
        }
    }

    internal bool Flag(string name, bool otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (!bool.TryParse(text, out var flag))
        {
            Fault($"{name} is neither true nor false", "Use true or false", name);
        }

        return flag;
    }

    internal TimeSpan? Duration(string name, TimeSpan least)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (TimeSpan.TryParseExact(text, ["c", @"hh\:mm\:ss"], CultureInfo.InvariantCulture, out var duration) && duration >= least)
        {
            return duration;
        }

        Fault($"{name} is no duration of at least {least:c}", "Write hh:mm:ss, for example 00:05:00", name);
        return null;
    }

    internal IReadOnlyList<string> Texts(string name)
    {
        var list = new List<string>();
        foreach (var item in Sequence(name))
        {
            if (item is YamlScalarNode { Value: { Length: > 0 } value })
            {
                list.Add(value);
            }
            else
            {
                faults.Add(new SubscriptionsFault((int)item.Start.Line, $"{name} holds something that is no text", "Give one value a line: - value"));
            }
        }

        return list;
    }

    internal IReadOnlyList<YamlMap> Maps(string name)
    {
        var list = new List<YamlMap>();
        foreach (var item in Sequence(name))
        {
            if (item is YamlMappingNode map)
            {
                list.Add(new YamlMap(map, faults));
            }
            else
            {
                faults.Add(new SubscriptionsFault((int)item.Start.Line, $"{name} holds something that is no set of names and values", "Write - name: value"));
            }
        }

        return list;
    }

    /// <summary>Notes the names that have no meaning here.</summary>
    internal void RefuseOthers()
    {
        foreach (var key in node.Children.Keys.OfType<YamlScalarNode>().Where(k => !_asked.Contains(k.Value ?? "")))
        {
            faults.Add(new SubscriptionsFault((int)key.Start.Line, $"{key.Value} is not a setting here", $"Known are: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}"));
        }
    }

    private IEnumerable<YamlNode> Sequence(string name)
    {
        switch (Find(name))
        {
            case null or YamlScalarNode { Value: null or "" }:
                return [];
            case YamlSequenceNode sequence:
                return sequence.Children;
            default:
                Fault($"{name} is no list", $"Write {name}: and one '- ...' a line", name);
                return [];
        }
    }

    private YamlNode? Find(string name)
    {
        _asked.Add(name);
        return node.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null;
    }
}
