using Syntra.Fhir.Reading;

namespace Syntra.Fhir.Types;

/// <summary>
/// A reference in any of its forms: relative (<c>Patient/1</c>), absolute, versioned, contained (<c>#a</c>), conditional
/// (<c>Organization?identifier=system|value</c>), or by identifier alone.
/// </summary>
public sealed record Reference : FhirType
{
    /// <summary>The reference as written; null where it is by identifier or by name only.</summary>
    public string? Literal { get; init; }

    /// <summary>Type of the resource referred to, as far as it can be told.</summary>
    public string? ResourceType { get; init; }

    /// <summary>Its id; null where it is contained, conditional or by identifier.</summary>
    public string? Id { get; init; }

    /// <summary>The version referred to.</summary>
    public string? VersionId { get; init; }

    /// <summary>Id within the containing resource.</summary>
    public string? ContainedId { get; init; }

    /// <summary>The identifier, its own or that of the condition.</summary>
    public Identifier? Identifier { get; init; }

    /// <summary>What people see; often a name.</summary>
    public string? Display { get; init; }

    /// <summary>Takes a literal reference apart; parts that it does not have are null.</summary>
    public static Reference Parse(string literal)
    {
        var reference = new Reference { Literal = literal };
        if (literal.StartsWith('#'))
        {
            return reference with { ContainedId = literal[1..] };
        }

        return literal.IndexOf('?') is var question and >= 0 ? Conditional(reference, literal, question) : Direct(reference, literal);
    }

    internal static Reference Read(FhirNode node)
    {
        var parsed = node.Text("reference") is { } literal ? Parse(literal) : new Reference();
        return parsed with
        {
            ResourceType = parsed.ResourceType ?? node.Text("type"),
            Identifier = node.One("identifier", Identifier.Read) ?? parsed.Identifier,
            Display = node.Text("display"),
        };
    }

    private static Reference Direct(Reference reference, string literal)
    {
        var parts = literal.Split('/');
        var history = parts.Length >= 4 && parts[^2] == "_history";
        var at = history ? parts.Length - 4 : parts.Length - 2;
        return at >= 0 && IsType(parts[at]) && FhirId.IsValid(parts[at + 1])
            ? reference with { ResourceType = parts[at], Id = parts[at + 1], VersionId = history ? parts[^1] : null }
            : reference;
    }

    private static Reference Conditional(Reference reference, string literal, int question)
    {
        const string ByIdentifier = "identifier=";
        var type = literal[..question].Split('/')[^1];
        var condition = literal[(question + 1)..];
        var identifier = condition.StartsWith(ByIdentifier, StringComparison.Ordinal) && !condition.Contains('&') ? Token(condition[ByIdentifier.Length..]) : null;
        return reference with { ResourceType = IsType(type) ? type : null, Identifier = identifier };
    }

    private static Identifier Token(string token)
    {
        var bar = token.LastIndexOf('|');
        return bar < 0 ? new Identifier { Value = token } : new Identifier { System = bar == 0 ? null : token[..bar], Value = token[(bar + 1)..] };
    }

    private static bool IsType(string text) => text.Length is > 0 and <= 64 && char.IsAsciiLetterUpper(text[0]) && text.All(char.IsAsciiLetter);
}
