using System.Globalization;
using System.Text.RegularExpressions;

namespace Syntra.Sandbox.Fusion.Resources;

/// <summary>A q expression over attributes.</summary>
internal abstract record FilterExpression
{
    public abstract bool Matches(Func<string, object?> attribute);

    /// <summary>Every attribute that is compared.</summary>
    public IEnumerable<string> Attributes => this switch
    {
        Comparison comparison => [comparison.Attribute],
        All all => all.Parts.SelectMany(static p => p.Attributes),
        Any any => any.Parts.SelectMany(static p => p.Attributes),
        _ => [],
    };

    public sealed record All(IReadOnlyList<FilterExpression> Parts) : FilterExpression
    {
        public override bool Matches(Func<string, object?> attribute) => Parts.All(p => p.Matches(attribute));
    }

    public sealed record Any(IReadOnlyList<FilterExpression> Parts) : FilterExpression
    {
        public override bool Matches(Func<string, object?> attribute) => Parts.Any(p => p.Matches(attribute));
    }

    /// <summary>Attribute, operator, value; numbers compare as numbers where both sides are.</summary>
    public sealed record Comparison(string Attribute, string Operator, string Value) : FilterExpression
    {
        public override bool Matches(Func<string, object?> attribute)
        {
            var text = Convert.ToString(attribute(Attribute), CultureInfo.InvariantCulture) ?? "";
            if (Operator == "LIKE")
            {
                return Regex.IsMatch(text, Pattern(Value), RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));
            }

            var order = decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var left)
                && decimal.TryParse(Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var right)
                ? left.CompareTo(right)
                : string.CompareOrdinal(text, Value);
            return Operator switch
            {
                "=" => order == 0,
                "!=" or "<>" => order != 0,
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                ">=" => order >= 0,
                _ => throw new InvalidOperationException($"Unknown operator {Operator}."),
            };
        }

        /// <summary>% and * stand for any text, _ for one character.</summary>
        private static string Pattern(string like) =>
            "^" + Regex.Escape(like).Replace("%", ".*", StringComparison.Ordinal).Replace("\\*", ".*", StringComparison.Ordinal).Replace('_', '.') + "$";
    }

    /// <summary>The text that an attribute must be for the whole expression to hold, where an = says so.</summary>
    public string? RequiredValue(string attribute) => this switch
    {
        Comparison { Operator: "=", Value: var value } c when c.Attribute == attribute => value,
        All all => all.Parts.Select(p => p.RequiredValue(attribute)).FirstOrDefault(static p => p is not null),
        Any { Parts: [var one] } => one.RequiredValue(attribute),
        _ => null,
    };

    /// <summary>The text that an attribute must begin with for the whole expression to hold, where a LIKE or = says so.</summary>
    public string? RequiredPrefix(string attribute) => this switch
    {
        Comparison { Operator: "=", Value: var value } c when c.Attribute == attribute => value,
        Comparison { Operator: "LIKE", Value: var value } c when c.Attribute == attribute => value[..(value.AsSpan().IndexOfAny("%*_") is >= 0 and var at ? at : value.Length)],
        All all => all.Parts.Select(p => p.RequiredPrefix(attribute)).FirstOrDefault(static p => p is not null),
        _ => null,
    };
}
