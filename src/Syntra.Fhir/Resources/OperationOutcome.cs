using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>What a server says of an operation.</summary>
public sealed record OperationOutcome : FhirResource
{
    internal OperationOutcome(FhirNode node)
        : base(node) => Issues = node.Many("issue", OutcomeIssue.Read);

    /// <summary>One or more.</summary>
    public IReadOnlyList<OutcomeIssue> Issues { get; init; }
}

/// <summary>One issue of an outcome.</summary>
public sealed record OutcomeIssue : FhirType
{
    /// <summary>fatal, error, warning or information.</summary>
    public string? Severity { get; init; }

    /// <summary>throttled, not-found, business-rule, required and so on.</summary>
    public string? Code { get; init; }

    /// <summary>Details by code or text; may quote the request, so never log it.</summary>
    public CodeableConcept? Details { get; init; }

    /// <summary>Technical text; may quote the request, so never log it.</summary>
    public string? Diagnostics { get; init; }

    /// <summary>Where.</summary>
    public IReadOnlyList<string> Locations { get; init; } = [];

    /// <summary>Where, by FHIRPath.</summary>
    public IReadOnlyList<string> Expressions { get; init; } = [];

    internal static OutcomeIssue Read(FhirNode node) => new()
    {
        Severity = node.Text("severity"), Code = node.Text("code"), Details = node.One("details", CodeableConcept.Read),
        Diagnostics = node.Text("diagnostics"), Locations = node.Texts("location"), Expressions = node.Texts("expression"),
    };
}
