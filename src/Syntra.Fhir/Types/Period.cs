using Syntra.Fhir.Reading;

namespace Syntra.Fhir.Types;

/// <summary>A span of time; an open end is null.</summary>
public sealed record Period : FhirType
{
    /// <summary>Its start, inclusive.</summary>
    public FhirDateTime? Start { get; init; }

    /// <summary>Its end, inclusive.</summary>
    public FhirDateTime? End { get; init; }

    internal static Period Read(FhirNode node) => new() { Start = node.Time("start"), End = node.Time("end") };
}
