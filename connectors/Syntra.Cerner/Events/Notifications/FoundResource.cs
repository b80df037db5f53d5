using Syntra.Contracts;
using Syntra.Fhir;
using Syntra.Fhir.Resources;
using Syntra.Fhir.Types;

namespace Syntra.Cerner.Events.Notifications;

/// <summary>A resource in a notification: what is known of it, and its bytes.</summary>
internal sealed record FoundResource(FhirResource Head, ReadOnlyMemory<byte> Body, EventInteraction Interaction, string? FullUrl)
{
    /// <summary>The resources behind the status.</summary>
    /// <exception cref="FhirException">One has no type that can be read, or is taken and has no id.</exception>
    internal static List<FoundResource> Of(Bundle bundle, IReadOnlyCollection<string> wanted)
    {
        var found = new List<FoundResource>();
        foreach (var entry in bundle.Entries.Skip(1).Where(e => !e.ResourceBytes.IsEmpty))
        {
            var head = entry.Resource ?? FhirJson.ParseHeader(entry.ResourceBytes);
            if (wanted.Contains(head.ResourceType))
            {
                _ = head.RequiredId;
            }

            found.Add(new FoundResource(head, entry.ResourceBytes, NamedResource.InteractionOf(entry), entry.FullUrl));
        }

        return found;
    }

    /// <summary>Whether a reference means this resource.</summary>
    internal bool Is(Reference? reference) =>
        reference is not null
        && ((reference.Id is { } id && id == Head.Id && reference.ResourceType == Head.ResourceType) || (reference.Literal is { Length: > 0 } literal && literal == FullUrl));
}
