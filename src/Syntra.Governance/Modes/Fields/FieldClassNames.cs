using System.Collections.Frozen;
using System.Text;

namespace Syntra.Governance.Modes.Fields;

/// <summary>Names of field classes as schemas and registers write them: <c>none</c>, <c>birth-date</c>, <c>account-number</c> ...</summary>
public static class FieldClassNames
{
    private static readonly FrozenDictionary<FieldClass, string> Names = Enum.GetValues<FieldClass>().ToFrozenDictionary(c => c, c => Kebab(c.ToString()));

    private static readonly FrozenDictionary<string, FieldClass> Classes = Names.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary>All names.</summary>
    public static IEnumerable<string> All => Classes.Keys.Order(StringComparer.Ordinal);

    /// <summary>The name of a class.</summary>
    public static string NameOf(FieldClass fieldClass) => Names[fieldClass];

    /// <summary>The class of a name.</summary>
    public static bool TryParse(string? name, out FieldClass fieldClass)
    {
        fieldClass = default;
        return name is not null && Classes.TryGetValue(name, out fieldClass);
    }

    internal static string Kebab(string pascal)
    {
        var text = new StringBuilder();
        foreach (var c in pascal)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
