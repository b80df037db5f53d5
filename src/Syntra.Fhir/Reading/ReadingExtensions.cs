namespace Syntra.Fhir.Reading;

/// <summary>Small help with what may be absent.</summary>
internal static class ReadingExtensions
{
    /// <summary>What is there, without the nulls; nothing where there is nothing.</summary>
    internal static IEnumerable<string> OrEmpty(this IEnumerable<string?>? items) => items?.OfType<string>() ?? [];
}
