using System.Globalization;
using Syntra.Cerner.Events.Journal;
using Syntra.Cerner.Events.Notifications;

namespace Syntra.Cerner.Fhir.Client;

/// <summary>
/// What one walk has brought so far. Data move while a walk goes on, so an id may come on several pages: a state that is not newer than the
/// one that came before is left out.
/// </summary>
internal sealed class LatestStates
{
    private readonly Dictionary<SeenKey, (long? Version, DateTimeOffset? Updated, SeenKey Content)> _states = [];

    /// <summary>Whether this is the first or a newer state of its resource.</summary>
    internal bool Take(FoundResource resource)
    {
        var key = SeenKey.Of(resource.Head.ResourceType, resource.Head.Id);
        var meta = resource.Head.Meta;
        var version = long.TryParse(meta?.VersionId, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null;
        var state = (version, meta?.LastUpdated, SeenKey.OfBytes(resource.Body.Span));
        if (_states.TryGetValue(key, out var before) && !IsNewer(state, before))
        {
            return false;
        }

        _states[key] = state;
        return true;
    }

    private static bool IsNewer((long? Version, DateTimeOffset? Updated, SeenKey Content) state, (long? Version, DateTimeOffset? Updated, SeenKey Content) before)
    {
        if (state.Version is { } version && before.Version is { } versionBefore && version != versionBefore)
        {
            return version > versionBefore;
        }

        if (state.Updated is { } at && before.Updated is { } atBefore && at != atBefore)
        {
            return at > atBefore;
        }

        // Without a version or a time the later page is the later look.
        return state.Version is null && state.Updated is null && state.Content != before.Content;
    }
}
