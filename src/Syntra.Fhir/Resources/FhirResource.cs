using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>What all resources have. Values come from reading only; <c>with</c> makes changed copies.</summary>
public abstract record FhirResource : FhirType
{
    private protected FhirResource(FhirNode node, bool whole = true)
    {
        ResourceType = ResourceTypes.TypeOf(node);
        Id = node.Text("id");
        if (Id is not null && !FhirId.IsValid(Id))
        {
            throw node.Path.Fault("should be 1 to 64 letters, digits, hyphens and dots", "id");
        }

        Meta = node.One("meta", Meta.Read);
        if (whole)
        {
            Extensions = node.Many("extension", Extension.Read);
            Contained = node.Many("contained", ResourceTypes.Read);
        }
    }

    /// <summary>A resource that another one's content becomes.</summary>
    private protected FhirResource(string type, string? id, Meta? meta) => (ResourceType, Id, Meta) = (type, id, meta);

    /// <summary>The type as written.</summary>
    public string ResourceType { get; init; }

    /// <summary>The id within its server and type; null on what no server has stored.</summary>
    public string? Id { get; init; }

    /// <summary>Its version.</summary>
    public Meta? Meta { get; init; }

    /// <summary>Extensions of the resource itself.</summary>
    public IReadOnlyList<Extension> Extensions { get; init; } = [];

    /// <summary>Resources that live inside it only.</summary>
    public IReadOnlyList<FhirResource> Contained { get; init; } = [];

    /// <summary>The id of a resource that must have one.</summary>
    /// <exception cref="FhirException">It has none.</exception>
    public string RequiredId => Id ?? throw new FhirException("$.id", "is missing");
}

/// <summary>A resource of a type that is not read here: its head only.</summary>
public sealed record OtherResource : FhirResource
{
    internal OtherResource(FhirNode node)
        : base(node, whole: false)
    {
    }
}
