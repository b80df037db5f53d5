using Syntra.Fhir.Reading;

namespace Syntra.Fhir.Types;

/// <summary>An extension: a value, or extensions of its own. Values of types that are not ours are left out.</summary>
public sealed record Extension : FhirType
{
    /// <summary>Which extension it is; inside another one often relative.</summary>
    public required string Url { get; init; }

    /// <summary>A primitive value as written: a string, a code, a date, <c>true</c>, digits of a number.</summary>
    public string? Text { get; init; }

    /// <summary>valueMoney.</summary>
    public Money? Money { get; init; }

    /// <summary>valueQuantity.</summary>
    public Quantity? Quantity { get; init; }

    /// <summary>valueReference.</summary>
    public Reference? Reference { get; init; }

    /// <summary>valueCodeableConcept.</summary>
    public CodeableConcept? Concept { get; init; }

    /// <summary>valueCoding.</summary>
    public Coding? Coding { get; init; }

    /// <summary>Those inside it.</summary>
    public IReadOnlyList<Extension> Extensions { get; init; } = [];

    internal static Extension Read(FhirNode node)
    {
        var name = node.Choice("value") is { } type ? "value" + type : "";
        return new()
        {
            Url = node.Text("url") ?? throw node.Path.Fault("is missing", "url"),
            Text = node.HasPrimitive(name) ? node.Primitive(name) : null,
            Money = node.One("valueMoney", Money.Read),
            Quantity = node.One("valueQuantity", Quantity.Read),
            Reference = node.One("valueReference", Reference.Read),
            Concept = node.One("valueCodeableConcept", CodeableConcept.Read),
            Coding = node.One("valueCoding", Coding.Read),
            Extensions = node.Many("extension", Read),
        };
    }
}

/// <summary>Finding extensions.</summary>
public static class Extensions
{
    /// <summary>The first extension with this URL; null where there is none.</summary>
    public static Extension? Find(this IReadOnlyList<Extension> extensions, string url)
    {
        foreach (var extension in extensions)
        {
            if (extension.Url == url)
            {
                return extension;
            }
        }

        return null;
    }
}
