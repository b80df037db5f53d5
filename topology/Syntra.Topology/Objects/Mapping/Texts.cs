using System.Security.Cryptography;
using System.Text;
using Syntra.Fhir.Types;
using Syntra.Topology.Intake;

namespace Syntra.Topology.Objects.Mapping;

/// <summary>Small readings that several mappings share.</summary>
internal static class Texts
{
    private const int SuffixBytes = 5;

    /// <summary>A facility is named where its reference gives a well-formed code.</summary>
    public static string? Facility(Fhir.Types.Reference? organization) => Codes.Quotable(organization?.Id ?? organization?.Identifier?.Value);

    /// <summary>What a concept is called: its text, else the first coding's words.</summary>
    public static string? Name(CodeableConcept? concept, int longest) =>
        Cut(concept?.Text ?? concept?.Codings.Select(c => c.Display).FirstOrDefault(d => d is { Length: > 0 }), longest);

    /// <summary>The text within the width of a column; null where it is empty.</summary>
    public static string? Cut(string? text, int longest) => text is not { Length: > 0 } ? null : text.Length <= longest ? text : text[..longest];

    /// <summary>Value of the identifier in a system.</summary>
    public static string? In(IEnumerable<Identifier> identifiers, string system) =>
        identifiers.FirstOrDefault(i => i.System == system && i.Value is { Length: > 0 })?.Value;

    /// <summary>A short suffix that stays the same as long as the parts do.</summary>
    public static string Suffix(string role, params ReadOnlySpan<string?> parts)
    {
        var text = string.Join('\u001f', parts.ToArray());
        return $"-{role}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..(SuffixBytes * 2)]}";
    }
}
