namespace Syntra.Fhir;

/// <summary>A document is not what it should be. Says where and what was expected; holds no value of the document.</summary>
public sealed class FhirException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="path">For example <c>Encounter.period.start</c>; made of element names that this library knows, and of indexes.</param>
    /// <param name="expected">What should have been there.</param>
    public FhirException(string path, string expected)
        : base($"{path}: {expected}") => (Path, Expected) = (path, expected);

    /// <summary>Where in the document.</summary>
    public string Path { get; }

    /// <summary>What should have been there.</summary>
    public string Expected { get; }
}
