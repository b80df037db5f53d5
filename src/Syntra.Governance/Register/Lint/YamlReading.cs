using System.Globalization;
using Syntra.Governance.Modes.Fields;
using YamlDotNet.RepresentationModel;

namespace Syntra.Governance.Register.Lint;

/// <summary>One mapping being read: what is asked for is ticked off, and what is left over is a finding.</summary>
internal sealed class YamlReading
{
    private readonly RegisterReader _reader;
    private readonly Dictionary<string, YamlNode> _left = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    public YamlReading(RegisterReader reader, YamlNode node)
    {
        (_reader, Line) = (reader, LineOf(node));
        if (node is not YamlMappingNode mapping)
        {
            reader.Add(Line, "PHI001", "A mapping is expected here.", "Write 'key: value' lines, indented under their parent.");
            return;
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            _left[name] = value;
            _lines[name] = LineOf(key);
        }
    }

    public int Line { get; }

    public static int LineOf(YamlNode node) => (int)node.Start.Line;

    public int LineOf(string key) => _lines.GetValueOrDefault(key, Line);

    public string? Optional(string key) => _left.Remove(key, out var node) ? (node as YamlScalarNode)?.Value : null;

    public YamlReading? OptionalMapping(string key) => _left.Remove(key, out var node) ? new YamlReading(_reader, node) : null;

    public string Text(string key)
    {
        if (Optional(key) is { Length: > 0 } value)
        {
            return value;
        }

        _reader.Add(LineOf(key), "PHI003", $"'{key}' is missing or empty.", $"Add '{key}: ...'.");
        return "";
    }

    public void Expect(string key, string value)
    {
        if (Text(key) is { Length: > 0 } actual && actual != value)
        {
            _reader.Add(LineOf(key), "PHI004", $"'{key}' is not '{value}'.", $"Write '{key}: {value}', or use the program of the other version.");
        }
    }

    public int Number(string key)
    {
        if (int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            return number;
        }

        _reader.Add(LineOf(key), "PHI004", $"'{key}' is not a whole number above 0.", $"Write for example '{key}: 1'.");
        return 0;
    }

    public DateOnly Date(string key)
    {
        if (DateOnly.TryParseExact(Text(key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        _reader.Add(LineOf(key), "PHI004", $"'{key}' is not a date.", "Write it as yyyy-MM-dd.");
        return default;
    }

    public T Choice<T>(string key, T? fallback = null)
        where T : struct, Enum
    {
        if (fallback is { } value && !_left.ContainsKey(key))
        {
            return value;
        }

        var text = Text(key);
        foreach (var choice in Enum.GetValues<T>())
        {
            if (FieldClassNames.Kebab(choice.ToString()) == text)
            {
                return choice;
            }
        }

        _reader.Add(LineOf(key), "PHI004", $"'{key}' has a value that does not exist.", $"Use one of: {string.Join(", ", Enum.GetNames<T>().Select(FieldClassNames.Kebab))}.");
        return default;
    }

    public IEnumerable<KeyValuePair<string, YamlNode>> Mapping(string key, bool allowScalars = false)
    {
        if (!_left.Remove(key, out var node) || node is not YamlMappingNode mapping)
        {
            _reader.Add(LineOf(key), "PHI003", $"'{key}' is missing or has nothing under it.", $"Add '{key}:' and its entries.");
            yield break;
        }

        foreach (var (name, value) in mapping.Children)
        {
            if (name is YamlScalarNode { Value.Length: > 0 } scalar && (allowScalars || value is YamlMappingNode))
            {
                yield return new(scalar.Value, value);
            }
            else
            {
                _reader.Add(LineOf(name), "PHI003", $"An entry of '{key}' has nothing under it.", "Fill it in or remove it.");
            }
        }
    }

    public void NothingElse()
    {
        foreach (var key in _left.Keys)
        {
            _reader.Add(LineOf(key), "PHI002", $"'{key}' is not known here.", "Remove it, or mend its spelling.");
        }
    }
}
