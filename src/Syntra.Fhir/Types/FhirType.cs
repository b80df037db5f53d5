namespace Syntra.Fhir.Types;

/// <summary>A part of a resource. Printing one never prints what it holds: names, dates and ids would end up in logs.</summary>
public abstract record FhirType
{
    /// <summary>The type's name only.</summary>
    public sealed override string ToString() => GetType().Name;
}
