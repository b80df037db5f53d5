using Syntra.Streams.Processors;
using Syntra.Topology.Posting;

namespace Syntra.Topology.Pipeline;

/// <summary>The charge machine on the stores of a task.</summary>
internal static class ChargeMachines
{
    public static IChargeMachine Of(ChargePipelineOptions options, IProcessorContext<string, PostingOutput> context)
    {
        var (reference, encounters) = (StoreReferenceData.Of(options, context), StoreEncounters.Of(context));
        return options.Machine?.Invoke(reference, encounters) ?? new ChargeMachine(options.Tenant, reference, encounters, options.Tokens);
    }
}
