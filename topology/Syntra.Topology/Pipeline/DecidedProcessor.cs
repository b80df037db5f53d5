using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Topology.Posting;

namespace Syntra.Topology.Pipeline;

/// <summary>Takes in what people decided.</summary>
internal sealed class DecidedProcessor(ChargePipelineOptions options) : IProcessor<string, ReviewDecision, string, PostingOutput>
{
    private IChargeMachine _machine = null!;
    private ChargeStep _step = null!;

    public void Init(IProcessorContext<string, PostingOutput> context)
    {
        _machine = ChargeMachines.Of(options, context);
        _step = new ChargeStep(context, options.Observer);
    }

    public void Process(Record<string, ReviewDecision> record)
    {
        if (record.Value is not { } decision)
        {
            return;
        }

        // The partition is that of the key, so the key says whose decision it is.
        var before = _step.Find(record.Key);
        _step.Apply(record.Key, before, _machine.Decided(before, decision), record.Timestamp, record.Headers);
    }

    public void Close()
    {
    }
}
