using System.Globalization;
using System.Text;

namespace Syntra.Fusion.Objects.Hdl;

/// <summary>A .dat file of HCM Data Loader: one METADATA line for each component before its data lines, fields behind a pipe, dates YYYY/MM/DD.</summary>
public sealed class HdlFile
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, int> _components = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Dictionary<string, List<string>> _lines = new(StringComparer.Ordinal);

    /// <summary>Declares a component; its attributes are case-sensitive.</summary>
    /// <exception cref="ArgumentException">It is declared already, or an attribute's name holds a delimiter.</exception>
    public HdlFile Component(string name, params IReadOnlyList<string> attributes)
    {
        if (!_components.TryAdd(name, attributes.Count) || attributes.Any(a => a.Length == 0 || a.Contains('|', StringComparison.Ordinal)))
        {
            throw new ArgumentException($"Component {name} is declared twice or has an attribute without a name.", nameof(name));
        }

        _order.Add(name);
        _lines[name] = [string.Join('|', ["METADATA", name, .. attributes])];
        return this;
    }

    /// <summary>Creates or updates, by the key among the values.</summary>
    public HdlFile Merge(string component, params IReadOnlyList<string?> values) => Line("MERGE", component, values);

    /// <summary>Deletes.</summary>
    public HdlFile Delete(string component, params IReadOnlyList<string?> values) => Line("DELETE", component, values);

    /// <summary>YYYY/MM/DD; the end of time is 4712/12/31.</summary>
    public static string? Date(DateOnly? day) => day?.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture);

    /// <summary>The file, lines ended by LF, components in the order of their declaration.</summary>
    public override string ToString()
    {
        _text.Clear();
        foreach (var line in _order.SelectMany(c => _lines[c]))
        {
            _text.Append(line).Append('\n');
        }

        return _text.ToString();
    }

    private HdlFile Line(string kind, string component, IReadOnlyList<string?> values)
    {
        if (!_components.TryGetValue(component, out var count) || values.Count != count)
        {
            throw new ArgumentException($"Component {component} is not declared, or not with {values.Count} attributes.", nameof(component));
        }

        _lines[component].Add(string.Join('|', [kind, component, .. values.Select(Escape)]));
        return this;
    }

    /// <summary>A delimiter, a backslash or a line break inside a value goes behind a backslash.</summary>
    private static string Escape(string? value) => value is null ? ""
        : value.AsSpan().IndexOfAny("|\\\n\r") < 0 ? value
        : value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("\r\n", "\\n", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\n", StringComparison.Ordinal);
}
