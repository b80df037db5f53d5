using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>Named values.</summary>
public sealed record Parameters : FhirResource
{
    internal Parameters(FhirNode node)
        : base(node) => Items = node.Many("parameter", Parameter.Read);

    /// <summary>The values, in order.</summary>
    public IReadOnlyList<Parameter> Items { get; init; }
}

/// <summary>One named value, or parts. Values of types that are not ours are left out.</summary>
public sealed record Parameter : FhirType
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>A primitive value as written.</summary>
    public string? Text { get; init; }

    /// <summary>valueReference.</summary>
    public Reference? Reference { get; init; }

    /// <summary>valueCodeableConcept.</summary>
    public CodeableConcept? Concept { get; init; }

    /// <summary>A whole resource.</summary>
    public FhirResource? Resource { get; init; }

    /// <summary>Parts, of the same shape.</summary>
    public IReadOnlyList<Parameter> Parts { get; init; } = [];

    internal static Parameter Read(FhirNode node)
    {
        var name = node.Choice("value") is { } type ? "value" + type : "";
        return new()
        {
            Name = node.Text("name") ?? throw node.Path.Fault("is missing", "name"),
            Text = node.HasPrimitive(name) ? node.Primitive(name) : null,
            Reference = node.One("valueReference", Reference.Read),
            Concept = node.One("valueCodeableConcept", CodeableConcept.Read),
            Resource = node.One("resource", ResourceTypes.Read),
            Parts = node.Many("part", Read),
        };
    }
}
