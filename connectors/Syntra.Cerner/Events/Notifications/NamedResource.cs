using Syntra.Contracts;
using Syntra.Fhir.Resources;
using Syntra.Fhir.Types;

namespace Syntra.Cerner.Events.Notifications;

/// <summary>A resource that an entry names without bringing its content: by its own address, or by that of what was done to it.</summary>
internal sealed record NamedResource(string Type, string Id, EventInteraction Interaction)
{
    /// <summary>The entries behind the status that have no content and say which resource they are about.</summary>
    internal static List<NamedResource> Of(Bundle bundle) =>
        [.. bundle.Entries.Skip(1).Where(e => e.ResourceBytes.IsEmpty).Select(Read).OfType<NamedResource>()];

    internal bool Is(Reference? reference) => reference?.Id == Id && reference.ResourceType == Type;

    /// <summary>What was done. An operation is POSTed too and makes nothing: its address says so.</summary>
    internal static EventInteraction InteractionOf(BundleEntry entry) => entry.Method switch
    {
        "POST" when entry.Url?.Contains('$', StringComparison.Ordinal) != true => EventInteraction.Create,
        "PUT" or "PATCH" => EventInteraction.Update,
        "DELETE" => EventInteraction.Delete,
        _ => EventInteraction.Unknown,
    };

    private static NamedResource? Read(BundleEntry entry) =>
        (Parse(entry.FullUrl) ?? Parse(entry.Url)) is { ResourceType: { } type, Id: { } id } ? new NamedResource(type, id, InteractionOf(entry)) : null;

    private static Reference? Parse(string? address) => address is not null && Reference.Parse(address) is { Id: not null } reference ? reference : null;
}
