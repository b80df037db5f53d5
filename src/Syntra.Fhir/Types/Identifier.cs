using Syntra.Fhir.Reading;

namespace Syntra.Fhir.Types;

/// <summary>A business identifier.</summary>
public sealed record Identifier : FhirType
{
    /// <summary>usual, official, temp, secondary or old.</summary>
    public string? Use { get; init; }

    /// <summary>What kind it is, for example MR or FIN NBR.</summary>
    public CodeableConcept? Type { get; init; }

    /// <summary>URI of its namespace.</summary>
    public string? System { get; init; }

    /// <summary>The identifier.</summary>
    public string? Value { get; init; }

    /// <summary>When it was in use.</summary>
    public Period? Period { get; init; }

    internal static Identifier Read(FhirNode node) => new()
    {
        Use = node.Text("use"), Type = node.One("type", CodeableConcept.Read), System = node.Text("system"), Value = node.Text("value"),
        Period = node.One("period", Period.Read),
    };
}
