using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Topology.Posting;
using Syntra.Topology.Posting.Review;

namespace Syntra.Topology.Pipeline;

/// <summary>Takes in what people decided.</summary>
internal sealed class DecidedProcessor(ChargePipelineOptions options) : IProcessor<string, ReviewDecision, string, PostingOutput>
{
    private IChargeMachine _machine = null!;
    private ChargeStep _step = null!;
    private ReviewerCheck? _reviewers;

    public void Init(IProcessorContext<string, PostingOutput> context)
    {
        _reviewers = options.BelieveReviewers ? null : new ReviewerCheck(options.Tenant, StoreReferenceData.Of(options, context));
        _machine = ChargeMachines.Of(options, context);
        _step = new ChargeStep(context, options.Observer);
    }

    public void Process(Record<string, ReviewDecision> record)
    {
        // The partition is that of the key, so the key says whose decision it is; another charge's has nothing to do here.
        if (record.Value is not { } decision || decision.RecordId != record.Key)
        {
            return;
        }

        var before = _step.Find(record.Key);
        var refusal = _reviewers?.Refusal(decision);
        var transition = refusal is { } why ? ReviewItems.Refused(before, decision, why) : _machine.Decided(before, decision);
        _step.Apply(record.Key, before, transition, record.Timestamp, record.Headers);
        if ((refusal ?? ReviewItems.OutcomeOf(transition, decision)) is { } outcome)
        {
            options.Decided?.Invoke(decision, outcome);
        }
    }

    public void Close()
    {
    }
}
