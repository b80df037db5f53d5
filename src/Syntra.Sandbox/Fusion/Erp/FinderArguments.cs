using System.Globalization;
using Syntra.Sandbox.Fusion.Http;

namespace Syntra.Sandbox.Fusion.Erp;

/// <summary>finder=&lt;Name&gt;;&lt;variable&gt;=&lt;value&gt;,&lt;variable&gt;=&lt;value&gt;: a semicolon after the name, commas between variables.</summary>
internal sealed class FinderArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private FinderArguments(string finder) => Finder = finder;

    public string Finder { get; }

    public string? this[string variable] => _values.GetValueOrDefault(variable);

    public string Required(string variable) =>
        this[variable] is { Length: > 0 } value ? value : throw FusionProblem.BadRequest($"The finder {Finder} needs the variable {variable}.");

    public long RequiredNumber(string variable) =>
        long.TryParse(Required(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw FusionProblem.BadRequest($"The value of the finder variable {variable} is not a number.");

    public static FinderArguments Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            throw FusionProblem.BadRequest("The query parameter finder is missing.");
        }

        var parts = text.Split(';', 2);
        var arguments = new FinderArguments(parts[0]);
        foreach (var pair in parts.Length == 1 ? [] : parts[1].Split(','))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw FusionProblem.BadRequest($"The finder variables {parts[1]} cannot be read.");
            }

            arguments._values[pair[..equals].Trim()] = pair[(equals + 1)..];
        }

        return arguments;
    }
}
