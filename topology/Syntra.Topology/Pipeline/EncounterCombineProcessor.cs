using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Topology.Intake;

namespace Syntra.Topology.Pipeline;

/// <summary>Takes in ENCNTR_COMBINE rows, each of which comes under both of its encounters.</summary>
internal sealed class EncounterCombineProcessor(ChargePipelineOptions options) : IProcessor<string, RawEncounterCombine, string, EncounterOutput>
{
    private const string Node = "encounter-combines";

    private EncounterDesk _desk = null!;

    public void Init(IProcessorContext<string, EncounterOutput> context) => _desk = new EncounterDesk(options, context);

    public void Process(Record<string, RawEncounterCombine> record)
    {
        _desk.LogOpened(record.Value?.FromEncounterId, record.Value?.ToEncounterId);
        if (record.Key is not { } key || record.Value is not { } combine)
        {
            _desk.Refuse(record, Node, ReasonCodes.EmptyRecord);
            return;
        }

        var (from, to) = (_desk.Token(combine.FromEncounterId), _desk.Token(combine.ToEncounterId));
        if (from is null || to is null)
        {
            _desk.Refuse(record, Node, ReasonCodes.IdNotExact);
        }
        else if (key != from && key != to)
        {
            _desk.Refuse(record, Node, ReasonCodes.KeyMismatch);
        }
        else
        {
            // An encounter combined into itself is nowhere else than it was.
            var into = key == from && from != to ? to : null;
            _desk.Apply(key, _desk.Machine.Combine(key, _desk.Find(key), combine, into), record.Timestamp);
        }
    }

    public void Close()
    {
    }
}
