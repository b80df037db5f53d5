using System.Text.RegularExpressions;
using Syntra.Sandbox.Fusion.Http;

namespace Syntra.Sandbox.Fusion.Resources;

/// <summary>Reads q. Framework version 1 joins conditions with ";"; from version 2 on with and / or and parentheses. The other's way is a 400.</summary>
internal sealed partial class FilterParser
{
    private const int FirstVersionWithExpressions = 2;
    private static readonly FilterExpression s_all = new FilterExpression.All([]);

    [ThreadStatic]
    private static (string Text, int Version, FilterExpression Filter)? t_last;

    private readonly List<string> _tokens;
    private readonly bool _expressions;
    private int _at;

    private FilterParser(string text, int frameworkVersion)
    {
        _tokens = Tokens(text);
        _expressions = frameworkVersion >= FirstVersionWithExpressions;
    }

    public static FilterExpression Parse(string? text, int frameworkVersion)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return s_all;
        }

        // A resource asks for its key, then for the rows that match: twice the same.
        if (t_last is not var (last, version, known) || version != frameworkVersion || last != text)
        {
            var parser = new FilterParser(text, frameworkVersion);
            known = parser._expressions ? parser.ReadAny() : parser.ReadList();
            t_last = parser._at == parser._tokens.Count ? (text, frameworkVersion, known) : throw Unreadable();
        }

        return known;
    }

    private FilterExpression.All ReadList()
    {
        var parts = new List<FilterExpression> { ReadComparison() };
        while (Take(";"))
        {
            if (_at < _tokens.Count)
            {
                parts.Add(ReadComparison());
            }
        }

        return new(parts);
    }

    private FilterExpression.Any ReadAny()
    {
        var parts = new List<FilterExpression> { ReadAll() };
        while (Take("or"))
        {
            parts.Add(ReadAll());
        }

        return new(parts);
    }

    private FilterExpression ReadAll()
    {
        var parts = new List<FilterExpression> { ReadPrimary() };
        while (Take("and"))
        {
            parts.Add(ReadPrimary());
        }

        return new FilterExpression.All(parts);
    }

    private FilterExpression ReadPrimary()
    {
        if (!Take("("))
        {
            return ReadComparison();
        }

        var inner = ReadAny();
        return Take(")") ? inner : throw Unreadable();
    }

    private FilterExpression.Comparison ReadComparison()
    {
        var attribute = Next();
        var symbol = Next().ToUpperInvariant();
        var value = Next();
        if (!Name().IsMatch(attribute) || symbol is not ("=" or "!=" or "<>" or "<" or "<=" or ">" or ">=" or "LIKE"))
        {
            throw Unreadable();
        }

        return new(attribute, symbol, Unquote(value));
    }

    private string Next() => _at < _tokens.Count ? _tokens[_at++] : throw Unreadable();

    private bool Take(string token)
    {
        if (_at == _tokens.Count || !string.Equals(_tokens[_at], token, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _at++;
        return true;
    }

    private static List<string> Tokens(string text)
    {
        var tokens = Token().Matches(text).Select(static m => m.Value).ToList();
        var blanks = text.Count(char.IsWhiteSpace) - tokens.Sum(static t => t.Count(char.IsWhiteSpace));
        return tokens.Sum(static t => t.Length) + blanks == text.Length ? tokens : throw Unreadable();
    }

    private static string Unquote(string token) => token[0] switch
    {
        '\'' => token[1..^1].Replace("''", "'", StringComparison.Ordinal),
        '"' => token[1..^1],
        _ => token,
    };

    private static FusionProblem Unreadable() => FusionProblem.BadRequest("The query parameter q cannot be read.", "q");

    [GeneratedRegex("""'(?:[^']|'')*'|"[^"]*"|<>|!=|<=|>=|[=<>();]|[^\s=<>!();'"]+""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
