using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Streams.State;
using Syntra.Topology.Posting;

namespace Syntra.Topology.Pipeline;

/// <summary>Carries a transition out: new state into the table, indexes in step with it, outputs on their way.</summary>
internal sealed class ChargeStep(IProcessorContext<string, PostingOutput> context, IChargeObserver? observer)
{
    private const string NoId = "-";

    private readonly IKeyValueStore<string, PostedCharge> _posted =
        context.GetStore<IKeyValueStore<string, PostedCharge>>(ChargePipeline.PostedStore);

    public ParkedIndex Parked { get; } =
        new(context.GetStore<IKeyValueStore<string, string>>(ChargePipeline.ParkedIndexStore));

    public EncounterIndex Encounters { get; } =
        new(context.GetStore<IKeyValueStore<string, string>>(ChargePipeline.EncounterIndexStore));

    public PostedCharge? Find(string recordId) => _posted.Get(recordId);

    /// <summary>Tells the observer of all charges that are here; the table is restored after Init, so not before the first look.</summary>
    public void Tell() => observer?.Stands(context.TaskId.Partition, _posted.All().Select(static e => e.Value));

    public void Apply(string key, PostedCharge? before, Transition transition, long timestamp, Headers? headers)
    {
        if (transition.State is { } after && !ReferenceEquals(after, before))
        {
            _posted.Put(key, after);
            Parked.Move(key, before?.Missing, after.Missing);
            Encounters.Move(key, before?.Indexed ?? [], after.Indexed);
            observer?.Moved(context.TaskId.Partition, before, after);
        }

        foreach (var output in transition.Outputs)
        {
            Send(key, output, timestamp, headers);
        }
    }

    /// <summary>
    /// Sends an output. An instruction bears the time of its source version, so that it is the same whenever it leaves; a dead letter's
    /// key is repeated only where it has the form of an id; a review item has a key of its own.
    /// </summary>
    public void Send(string recordKey, PostingOutput output, long timestamp, Headers? headers)
    {
        var key = output switch
        {
            PostingOutput.Refuse refuse => refuse.Letter.RecordId ?? NoId,
            PostingOutput.Review review => ReviewKey.Of(review.Item),
            _ => recordKey,
        };
        var time = output is PostingOutput.Post post ? post.Instruction.SourceUpdatedAt.ToUnixTimeMilliseconds() : timestamp;
        context.Forward(new Record<string, PostingOutput>(key, output, time, OutputHeaders.For(recordKey, output, headers)));
    }
}
