using System.Text.Json;
using System.Text.Unicode;
using Syntra.Fhir.Reading;
using Syntra.Fhir.Resources;

namespace Syntra.Fhir;

/// <summary>
/// Reads FHIR R4 JSON into types. Lenient to what it does not know (elements, codes, extensions, resource types, whatever is left out);
/// strict where a mistake would go on unseen: resourceType, the form of ids, dates, exact numbers, element kinds, names given twice.
/// Thread-safe. The only exception for bad input is <see cref="FhirException"/>.
/// </summary>
public static class FhirJson
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MaxDepth = 64;

    /// <summary>Largest document that is read where the caller sets no limit: 16 MiB.</summary>
    public const int DefaultMaxBytes = 16 << 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads a resource of any type; types that are not ours come back as <see cref="OtherResource"/>.</summary>
    /// <param name="utf8">The document; a byte order mark is skipped.</param>
    /// <param name="maxBytes">Largest size taken.</param>
    /// <exception cref="FhirException">It cannot be read.</exception>
    public static FhirResource Parse(ReadOnlyMemory<byte> utf8, int maxBytes = DefaultMaxBytes) => WithDocument(utf8, maxBytes, ResourceTypes.Read);

    /// <summary>Reads a resource that must be of one type.</summary>
    /// <exception cref="FhirException">It cannot be read, or is another type.</exception>
    public static T Parse<T>(ReadOnlyMemory<byte> utf8, int maxBytes = DefaultMaxBytes)
        where T : FhirResource =>
        Parse(utf8, maxBytes) as T ?? throw new FhirException("resourceType", $"is not {typeof(T).Name}");

    /// <summary>Reads type, id and version only, whatever else the resource holds.</summary>
    /// <exception cref="FhirException">It cannot be read.</exception>
    public static FhirResource ParseHeader(ReadOnlyMemory<byte> utf8, int maxBytes = DefaultMaxBytes) => WithDocument(utf8, maxBytes, ResourceTypes.ReadHeader);

    internal static T WithDocument<T>(ReadOnlyMemory<byte> utf8, int maxBytes, Func<FhirNode, T> read)
    {
        var body = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (body.Length > maxBytes)
        {
            throw new FhirException("$", $"is larger than {maxBytes} bytes");
        }

        if (!Utf8.IsValid(body.Span))
        {
            throw new FhirException("$", "is not UTF-8");
        }

        var path = new ReadingPath();
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            return read(new FhirNode(document.RootElement, path));
        }
        catch (JsonException e)
        {
            // The message of the parser quotes what it found; only the position is passed on.
            throw new FhirException("$", $"is not JSON that can be read (line {e.LineNumber + 1}, byte {e.BytePositionInLine})");
        }
        catch (InvalidOperationException)
        {
            // What is left for System.Text.Json to refuse: half a surrogate pair in a name or a text.
            throw path.Fault("holds text that is not Unicode");
        }
    }
}
