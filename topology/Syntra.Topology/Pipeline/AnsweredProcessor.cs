using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Topology.Posting;

namespace Syntra.Topology.Pipeline;

/// <summary>Takes in Fusion's answers.</summary>
internal sealed class AnsweredProcessor(ChargePipelineOptions options) : IProcessor<string, JournalReceipt, string, PostingOutput>
{
    private IProcessorContext<string, PostingOutput> _context = null!;
    private IChargeMachine _machine = null!;
    private ChargeStep _step = null!;

    public void Init(IProcessorContext<string, PostingOutput> context)
    {
        _context = context;
        _machine = ChargeMachines.Of(options, context);
        _step = new ChargeStep(context, options.Observer);
    }

    public void Process(Record<string, JournalReceipt> record)
    {
        if (record.Value is not { } receipt)
        {
            // A tombstone answers nothing.
            return;
        }

        var origin = _context.RecordMetadata!.Value;
        var before = _step.Find(receipt.RecordId);
        var transition = _machine.Answered(before, receipt, origin.Partition, origin.Offset);
        _step.Apply(receipt.RecordId, before, transition, record.Timestamp, record.Headers);
    }

    public void Close()
    {
    }
}
