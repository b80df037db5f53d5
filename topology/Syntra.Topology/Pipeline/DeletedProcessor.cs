using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Topology.Analytics;
using Syntra.Topology.Intake;
using Syntra.Topology.Posting;

namespace Syntra.Topology.Pipeline;

/// <summary>Takes in deletions of charges.</summary>
internal sealed class DeletedProcessor(ChargePipelineOptions options, AnalyticsShape? shape) : IProcessor<string, RawDelete, string, PostingOutput>
{
    private IProcessorContext<string, PostingOutput> _context = null!;
    private IChargeMachine _machine = null!;
    private ChargeStep _step = null!;
    private AnalyticsCopy? _copy;

    public void Init(IProcessorContext<string, PostingOutput> context)
    {
        _context = context;
        _machine = ChargeMachines.Of(options, context);
        _step = new ChargeStep(context, options.Observer);
        _copy = shape is null ? null : new AnalyticsCopy(shape, StoreReferenceData.Of(options, context), context);
    }

    public void Process(Record<string, RawDelete> record)
    {
        if (record.Value is { } opened)
        {
            options.Access?.Opened(opened.ChargeItemId.Token(options.Tokens, TokenSpaces.Charge));
        }

        var origin = _context.RecordMetadata!.Value;
        if (record.Key is null || record.Value is not { } delete || record.Key != delete.ChargeItemId.Token(options.Tokens, TokenSpaces.Charge))
        {
            var reason = record.Key is null || record.Value is null ? ReasonCodes.EmptyRecord : ReasonCodes.KeyMismatch;
            _step.Send(record.Key ?? "", Refusals.Of(origin, "deletions", record.Key, reason), record.Timestamp, record.Headers);
            return;
        }

        var before = _step.Find(record.Key);
        var transition = _machine.Deleted(record.Key, before, delete, origin.Partition, origin.Offset);
        _step.Apply(record.Key, before, transition, record.Timestamp, record.Headers);
        if (!delete.Purge)
        {
            _copy?.Replace(record.Key, null);
        }
    }

    public void Close()
    {
    }
}
