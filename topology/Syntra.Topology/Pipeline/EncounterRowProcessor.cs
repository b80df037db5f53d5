using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Topology.Intake;

namespace Syntra.Topology.Pipeline;

/// <summary>Takes in ENCOUNTER rows.</summary>
internal sealed class EncounterRowProcessor(ChargePipelineOptions options) : IProcessor<string, RawEncounter, string, EncounterOutput>
{
    private const string Node = "encounter-rows";

    private EncounterDesk _desk = null!;

    public void Init(IProcessorContext<string, EncounterOutput> context) => _desk = new EncounterDesk(options, context);

    public void Process(Record<string, RawEncounter> record)
    {
        _desk.LogOpened(record.Value?.EncounterId);
        if (record.Key is null || record.Value is not { } row)
        {
            _desk.Refuse(record, Node, ReasonCodes.EmptyRecord);
        }
        else if (_desk.Token(row.EncounterId) != record.Key)
        {
            _desk.Refuse(record, Node, ReasonCodes.KeyMismatch);
        }
        else
        {
            _desk.Apply(record.Key, _desk.Machine.Row(record.Key, _desk.Find(record.Key), row), record.Timestamp);
        }
    }

    public void Close()
    {
    }
}
