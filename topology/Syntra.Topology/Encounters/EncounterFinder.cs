using Syntra.Contracts;
using Syntra.Topology.Intake;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Encounters;

/// <summary>Follows the combines of an encounter to their end.</summary>
internal sealed class EncounterFinder(IEncounterStates states, ISourceTokens tokens)
{
    /// <summary>The effective encounter of a charge whose row names this one.</summary>
    /// <param name="encounterId">The source's id; one that is no exact id is refused by intake, so it leads nowhere here.</param>
    public EffectiveEncounter Of(Phi<string>? encounterId) => encounterId is not null && Codes.IsExactId(encounterId.Reveal(PhiAccess.Intake))
        ? OfToken(encounterId.Token(tokens, TokenSpaces.Encounter))
        : EffectiveEncounter.None;

    /// <summary>The same by token.</summary>
    public EffectiveEncounter OfToken(string encounter)
    {
        var own = states.Find(encounter);
        return own?.CombinedInto is { } into ? Follow(own, into) : EffectiveEncounter.Own(encounter, own);
    }

    private EffectiveEncounter Follow(EncounterState own, string into)
    {
        var chain = new List<string> { own.Encounter };
        var (next, readAt) = (into, own.ReadAt);
        while (true)
        {
            if (chain.Contains(next))
            {
                return EffectiveEncounter.Unknown(chain, new MissingRow(MissingRow.EncounterCycle, own.Encounter, null), readAt);
            }

            chain.Add(next);
            if (states.Find(next) is not { } state)
            {
                return EffectiveEncounter.Unknown(chain, new MissingRow(MissingRow.EncounterState, next, null), readAt);
            }

            readAt = state.ReadAt > readAt ? state.ReadAt : readAt;
            if (state.CombinedInto is not { } further)
            {
                return EffectiveEncounter.Combined(chain, state, readAt);
            }

            next = further;
        }
    }
}
