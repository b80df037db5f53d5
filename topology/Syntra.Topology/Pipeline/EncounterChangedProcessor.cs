using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Topology.Posting;

namespace Syntra.Topology.Pipeline;

/// <summary>Takes in what every partition hears of encounters, and looks at the charges that it concerns here.</summary>
internal sealed class EncounterChangedProcessor(ChargePipelineOptions options) : IProcessor<string, EncounterState, string, PostingOutput>
{
    private StoreEncounters _encounters = null!;
    private IChargeMachine _machine = null!;
    private ChargeStep _step = null!;

    public void Init(IProcessorContext<string, PostingOutput> context)
    {
        _encounters = StoreEncounters.Of(context);
        _machine = ChargeMachines.Of(options, context);
        _step = new ChargeStep(context, options.Observer);
    }

    public void Process(Record<string, EncounterState> record)
    {
        if (record.Value is not { } state || !_encounters.TryPut(state))
        {
            return;
        }

        foreach (var recordId in _step.Encounters.Charges(state.Encounter))
        {
            if (_step.Find(recordId) is { } before)
            {
                _step.Apply(recordId, before, _machine.EncounterChanged(before), record.Timestamp, record.Headers);
            }
        }
    }

    public void Close()
    {
    }
}
