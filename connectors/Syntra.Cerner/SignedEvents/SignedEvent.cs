using System.Text.Json;
using Syntra.Cerner.Fhir.Client;
using Syntra.Fhir.Types;

namespace Syntra.Cerner.SignedEvents;

/// <summary>One event of the contract.</summary>
internal sealed record SignedEvent(string Id, long Sequence, string Type, DateTimeOffset OccurredAt, ReadOnlyMemory<byte> Data);

/// <summary>One answer of the contract.</summary>
internal sealed record SignedPage(IReadOnlyList<SignedEvent> Events, long Cursor, bool More)
{
    private const int MaxDepth = 64;
    private const int LongestId = 128;

    /// <summary>Reads an answer whose signature was checked.</summary>
    /// <exception cref="FhirFaultException">It does not keep to the contract, or leaves out a number.</exception>
    internal static SignedPage Read(ReadOnlyMemory<byte> body, long after)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            var root = document.RootElement;
            List<SignedEvent> events = [.. root.GetProperty("events").EnumerateArray().Select(Event)];
            var page = new SignedPage(events, root.GetProperty("cursor").GetInt64(), root.GetProperty("more").GetBoolean());
            page.Check(after);
            return page;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // The parser's message may quote what it found.
            throw new FhirFaultException(FhirFaultKind.Unreadable, "an answer of the signed event source does not keep to its contract", inner: e is JsonException ? null : e);
        }
    }

    private static SignedEvent Event(JsonElement element)
    {
        var id = element.GetProperty("id").GetString();
        var occurred = element.GetProperty("occurredAt").GetString();
        return id is { Length: > 0 and <= LongestId } && occurred is not null && FhirDateTime.TryParse(occurred, out var at) && at.Instant is { } instant
            ? new SignedEvent(id, element.GetProperty("sequence").GetInt64(), element.GetProperty("type").GetString() ?? "", instant, Raw(element.GetProperty("data")))
            : throw new FormatException("an event has no id or no time");
    }

    private static byte[] Raw(JsonElement element) => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element).ToArray();

    // Numbers follow each other without gaps, and the cursor is the last of them: whatever is missing shows at once.
    private void Check(long after)
    {
        var expected = after;
        if (Events.Any(e => e.Sequence != ++expected))
        {
            throw new FhirFaultException(FhirFaultKind.Unreadable, "the signed event source leaves out a number, or repeats one");
        }

        if (Cursor != expected || (More && Events.Count == 0))
        {
            throw new FhirFaultException(FhirFaultKind.Unreadable, "the cursor is not the number of the last event");
        }
    }
}
