using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Topology.Intake;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Pipeline;

/// <summary>Takes in ENCOUNTER rows.</summary>
internal sealed class EncounterRowProcessor(ChargePipelineOptions options) : IProcessor<string, RawEncounter, string, EncounterOutput>
{
    private const string Node = "encounter-rows";

    private EncounterDesk _desk = null!;
    private IReferenceData _reference = null!;

    public void Init(IProcessorContext<string, EncounterOutput> context) =>
        (_desk, _reference) = (new EncounterDesk(options, context), StoreReferenceData.Of(options, context));

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
            _desk.Apply(record.Key, _desk.Machine.Row(record.Key, _desk.Find(record.Key), Nameable(row)), record.Timestamp);
        }
    }

    // What is kept of an encounter lies in the clear, so a facility's code that could be something of a person counts as none.
    private RawEncounter Nameable(RawEncounter row) =>
        row with { OrganizationId = Codes.Nameable(_reference, CrosswalkTables.Facility, row.OrganizationId) };

    public void Close()
    {
    }
}
