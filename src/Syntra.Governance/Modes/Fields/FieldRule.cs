namespace Syntra.Governance.Modes.Fields;

/// <summary>
/// One declared field of a JSON tree. Path: property names joined by dots, arrays are passed through (<c>identifier.value</c>);
/// <c>**.extension</c> means a property of that name at any depth that no exact path names.
/// </summary>
/// <param name="Path">Where.</param>
/// <param name="Class">What it holds.</param>
public sealed record FieldRule(string Path, FieldClass Class)
{
    /// <summary>Namespace of the token, where the class may become one: <c>patient</c>, <c>encounter</c>, <c>account</c> ...</summary>
    public string? Namespace { get; init; }

    /// <summary>Assigning authority of the identifier, where the class may become a token.</summary>
    public string? Authority { get; init; }

    /// <summary>The value is a FHIR reference <c>Type/id</c>: the type stays and the id becomes the token.</summary>
    public bool IsReference { get; init; }
}
