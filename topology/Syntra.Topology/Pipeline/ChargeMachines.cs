using Syntra.Streams.Processors;
using Syntra.Topology.Posting;

namespace Syntra.Topology.Pipeline;

/// <summary>The charge machine on the stores of a task.</summary>
internal static class ChargeMachines
{
    public static ChargeMachine Of(ChargePipelineOptions options, IProcessorContext<string, PostingOutput> context) =>
        new(options.Tenant, StoreReferenceData.Of(context), StoreEncounters.Of(context), options.Tokens);
}
