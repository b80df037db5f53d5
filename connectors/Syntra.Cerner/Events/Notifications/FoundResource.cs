using Syntra.Contracts;
using Syntra.Fhir;
using Syntra.Fhir.Resources;
using Syntra.Fhir.Types;

namespace Syntra.Cerner.Events.Notifications;

/// <summary>A resource in a notification: what is known of it, and its bytes.</summary>
internal sealed record FoundResource(FhirResource Head, ReadOnlyMemory<byte> Body, EventInteraction Interaction, string? FullUrl)
{
    /// <summary>The resources behind the status.</summary>
    /// <exception cref="FhirException">One has no type or id that can be read.</exception>
    internal static List<FoundResource> Of(Bundle bundle)
    {
        var found = new List<FoundResource>();
        foreach (var entry in bundle.Entries.Skip(1).Where(e => !e.ResourceBytes.IsEmpty))
        {
            var head = entry.Resource ?? FhirJson.ParseHeader(entry.ResourceBytes);
            _ = head.RequiredId;
            found.Add(new FoundResource(head, entry.ResourceBytes, InteractionOf(entry.Method), entry.FullUrl));
        }

        return found;
    }

    /// <summary>Whether a reference means this resource.</summary>
    internal bool Is(Reference? reference) =>
        reference is not null
        && ((reference.ResourceType == Head.ResourceType && reference.Id == Head.Id) || (reference.Literal is { Length: > 0 } literal && literal == FullUrl));

    internal static bool Matches(string? fullUrl, string type, string id) =>
        fullUrl is not null && Reference.Parse(fullUrl) is var reference && reference.ResourceType == type && reference.Id == id;

    internal static EventInteraction InteractionOf(string? method) => method switch
    {
        "POST" => EventInteraction.Create,
        "PUT" or "PATCH" => EventInteraction.Update,
        "DELETE" => EventInteraction.Delete,
        _ => EventInteraction.Unknown,
    };
}
