using Syntra.Fhir.Reading;

namespace Syntra.Fhir.Types;

/// <summary>A code of a code system.</summary>
public sealed record Coding : FhirType
{
    /// <summary>URI of the code system.</summary>
    public string? System { get; init; }

    /// <summary>The code.</summary>
    public string? Code { get; init; }

    /// <summary>What people see.</summary>
    public string? Display { get; init; }

    internal static Coding Read(FhirNode node) => new() { System = node.Text("system"), Code = node.Text("code"), Display = node.Text("display") };
}

/// <summary>A concept by any number of codes, by text, or both.</summary>
public sealed record CodeableConcept : FhirType
{
    /// <summary>Its codes.</summary>
    public IReadOnlyList<Coding> Codings { get; init; } = [];

    /// <summary>Plain text; may hold what a person typed.</summary>
    public string? Text { get; init; }

    /// <summary>The code in one system; null where there is none. Of several, the first.</summary>
    public string? CodeIn(string system) => Codings.FirstOrDefault(c => c.System == system)?.Code;

    internal static CodeableConcept Read(FhirNode node) => new() { Codings = node.Many("coding", Coding.Read), Text = node.Text("text") };
}
