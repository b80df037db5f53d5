using Syntra.Contracts;

namespace Syntra.Simulation.Oracle;

/// <summary>The encounter that a charge belongs to in effect (section 3).</summary>
/// <param name="Facts">Differs exactly when something differs that concerns the charge.</param>
internal sealed record Effective(string Facts, bool Void, bool Combined, string? Organization, bool Unknown, DateTimeOffset? ReadAt);

/// <summary>Encounter facts as one partition has heard of them.</summary>
internal sealed class EncounterBook
{
    private readonly Dictionary<string, EncounterState> _states = new(StringComparer.Ordinal);

    /// <summary>A version that is not higher than the one known is passed over.</summary>
    public void Hear(EncounterState state)
    {
        if (!_states.TryGetValue(state.Encounter, out var known) || state.Version > known.Version)
        {
            _states[state.Encounter] = state;
        }
    }

    public EncounterState? Find(string encounter) => _states.GetValueOrDefault(encounter);

    public Effective Of(string? encounter)
    {
        if (encounter is null || !_states.TryGetValue(encounter, out var state))
        {
            return new Effective(" ", Void: false, Combined: false, null, Unknown: false, null);
        }

        var readAt = state.ReadAt;
        List<string> chain = [encounter];
        while (state.CombinedInto is { } next)
        {
            var isCycle = chain.Contains(next);
            chain.Add(next);
            if (isCycle || !_states.TryGetValue(next, out var into))
            {
                return new Effective($"{string.Join(',', chain)} unknown", Void: false, Combined: true, null, Unknown: true, readAt);
            }

            state = into;
            readAt = state.ReadAt > readAt ? state.ReadAt : readAt;
        }

        var combined = chain.Count > 1;
        var facts = $"{(state.Cancelled ? "void" : "")} {(combined ? $"{string.Join(',', chain)} {state.OrganizationId}" : "")}";
        return new Effective(facts, state.Cancelled, combined, state.OrganizationId, Unknown: false, readAt);
    }
}
