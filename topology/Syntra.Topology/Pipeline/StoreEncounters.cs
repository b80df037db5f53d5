using Syntra.Contracts;
using Syntra.Streams.Processors;
using Syntra.Streams.State;
using Syntra.Topology.Encounters;
using Syntra.Topology.Posting;

namespace Syntra.Topology.Pipeline;

/// <summary>The exceptional encounters as the task's own store knows them.</summary>
internal sealed class StoreEncounters(IKeyValueStore<string, EncounterState> store) : IEncounterStates
{
    public static StoreEncounters Of(IProcessorContext<string, PostingOutput> context) =>
        new(context.GetStore<IKeyValueStore<string, EncounterState>>(ChargePipeline.EncounterStore));

    public EncounterState? Find(string encounter) => store.Get(encounter);

    /// <summary>Takes a state in; false for one that is not newer than what is known.</summary>
    public bool TryPut(EncounterState state)
    {
        if (store.Get(state.Encounter) is { } known && known.Version >= state.Version)
        {
            return false;
        }

        store.Put(state.Encounter, state);
        return true;
    }
}
