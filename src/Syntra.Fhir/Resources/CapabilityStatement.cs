using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>What a server declares.</summary>
public sealed record CapabilityStatement : FhirResource
{
    internal CapabilityStatement(FhirNode node)
        : base(node)
    {
        FhirVersion = node.Text("fhirVersion");
        Date = node.Time("date");
        Formats = node.Texts("format");
        Rest = node.Many("rest", CapabilityRest.Read);
    }

    /// <summary>For example 4.0.1.</summary>
    public string? FhirVersion { get; init; }

    /// <summary>When the statement last changed.</summary>
    public FhirDateTime? Date { get; init; }

    /// <summary>Formats.</summary>
    public IReadOnlyList<string> Formats { get; init; }

    /// <summary>Ends; the server's own has mode <c>server</c>.</summary>
    public IReadOnlyList<CapabilityRest> Rest { get; init; }
}

/// <summary>One end that a server declares.</summary>
public sealed record CapabilityRest : FhirType
{
    /// <summary>server or client.</summary>
    public string? Mode { get; init; }

    /// <summary>Resource types.</summary>
    public IReadOnlyList<CapabilityResource> Resources { get; init; } = [];

    internal static CapabilityRest Read(FhirNode node) => new() { Mode = node.Text("mode"), Resources = node.Many("resource", CapabilityResource.Read) };
}

/// <summary>A resource type that a server declares.</summary>
public sealed record CapabilityResource : FhirType
{
    /// <summary>The type.</summary>
    public string? Type { get; init; }

    /// <summary>read, search-type, create and so on.</summary>
    public IReadOnlyList<string> Interactions { get; init; } = [];

    /// <summary>Names of search parameters.</summary>
    public IReadOnlyList<string> SearchParameters { get; init; } = [];

    /// <summary>Names of operations.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    internal static CapabilityResource Read(FhirNode node) => new()
    {
        Type = node.Text("type"),
        Interactions = [.. node.Many("interaction", n => n.Text("code")).OrEmpty()],
        SearchParameters = [.. node.Many("searchParam", n => n.Text("name")).OrEmpty()],
        Operations = [.. node.Many("operation", n => n.Text("name")).OrEmpty()],
    };
}
