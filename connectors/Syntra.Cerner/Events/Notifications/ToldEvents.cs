using Syntra.Contracts;
using Syntra.Fhir.Resources;

namespace Syntra.Cerner.Events.Notifications;

/// <summary>
/// Which of a notification's events and entries belong together. Every event ends in one of three lists, or is of a type that is not taken;
/// so does every resource that is deleted, whether an event names it or not.
/// </summary>
internal sealed class ToldEvents
{
    private readonly SubscriptionStatus _status;
    private readonly IReadOnlyCollection<string> _wanted;
    private readonly List<FoundResource> _found;
    private readonly List<NamedResource> _named;

    internal ToldEvents(SubscriptionStatus status, Bundle bundle, IReadOnlyCollection<string> wanted)
    {
        _status = status;
        _wanted = wanted;
        _found = FoundResource.Of(bundle, wanted);
        _named = NamedResource.Of(bundle);
        var left = Pair();
        Name(left);
        NameOrphans();
        if (status.Events.Count == 0 && _found.Count == 0 && _named.Count == 0)
        {
            Unnamed.Add(null);
        }
    }

    /// <summary>Resources that came with their content, and the event of each.</summary>
    internal List<(FoundResource Resource, NotificationEvent? About)> Brought { get; } = [];

    /// <summary>Resources that are known by type and id only: deleted, or to be read from their server.</summary>
    internal List<(NamedResource Resource, NotificationEvent? About)> Named { get; } = [];

    /// <summary>Events that name no resource; null for a message that names no event either.</summary>
    internal List<NotificationEvent?> Unnamed { get; } = [];

    /// <summary>Resources of types that are not taken.</summary>
    internal int LeftOut { get; private set; }

    /// <summary>Several states of one resource in a bundle belong to its events in their order; returns the events without a state.</summary>
    private List<NotificationEvent> Pair()
    {
        var left = _status.Events.ToList();
        foreach (var resource in _found)
        {
            var own = left.Find(e => resource.Is(e.Focus));
            var about = own ?? _status.Events.FirstOrDefault(e => resource.Is(e.Focus)) ?? _status.Events.FirstOrDefault();
            if (own is not null)
            {
                left.Remove(own);
            }

            if (_wanted.Contains(resource.Head.ResourceType))
            {
                Brought.Add((resource, about));
            }
            else
            {
                LeftOut++;
            }
        }

        return left;
    }

    private void Name(List<NotificationEvent> left)
    {
        foreach (var about in left)
        {
            var brought = _found.Exists(r => r.Is(about.Focus));
            if (about.Focus is { ResourceType: { } type, Id: { } id } focus)
            {
                // One state stands for all events of its resource, unless it was deleted too: which came last is for its server to say.
                if (!brought || _named.Exists(n => n.Is(focus) && n.Interaction == EventInteraction.Delete))
                {
                    Add(new NamedResource(type, id, brought ? EventInteraction.Unknown : InteractionOf(type, id)), about);
                }
            }
            else if (!brought && (about.Focus is not null || (_found.Count == 0 && _named.Count == 0)))
            {
                Unnamed.Add(about);
            }
        }
    }

    // Where no event says what it is about, the entries do; and a deletion counts even if no event names it.
    private void NameOrphans()
    {
        var focused = _status.Events.Any(e => e.Focus is not null);
        foreach (var named in _named.Where(n => !_status.Events.Any(e => n.Is(e.Focus))))
        {
            if (!focused || named.Interaction == EventInteraction.Delete)
            {
                Add(named, _status.Events.FirstOrDefault(e => e.Focus is null) ?? _status.Events.FirstOrDefault());
            }
        }
    }

    private void Add(NamedResource named, NotificationEvent? about)
    {
        if (_wanted.Contains(named.Type))
        {
            Named.Add((named, about));
        }
        else
        {
            LeftOut++;
        }
    }

    // Entries that disagree - deleted and made anew, say - do not tell how it ended.
    private EventInteraction InteractionOf(string type, string id) =>
        _named.Where(n => n.Type == type && n.Id == id).Select(n => n.Interaction).Distinct().ToList() is [var only] ? only : EventInteraction.Unknown;
}
