using Syntra.Contracts;

namespace Syntra.Topology.Encounters;

/// <summary>The encounters that something is exceptional about, as far as this partition has heard of them.</summary>
internal interface IEncounterStates
{
    /// <summary>The state of an encounter by its token; null where nothing is exceptional, or not known yet.</summary>
    EncounterState? Find(string encounter);
}
