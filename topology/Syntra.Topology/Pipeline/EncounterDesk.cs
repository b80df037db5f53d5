using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Streams.State;
using Syntra.Topology.Encounters;
using Syntra.Topology.Intake;

namespace Syntra.Topology.Pipeline;

/// <summary>What the two steps that take in rows of encounters share: the store, the way out, and the refusals.</summary>
internal sealed class EncounterDesk(ChargePipelineOptions options, IProcessorContext<string, EncounterOutput> context)
{
    private const string NoId = "-";

    private readonly IKeyValueStore<string, EncounterRecord> _records =
        context.GetStore<IKeyValueStore<string, EncounterRecord>>(ChargePipeline.EncounterRecordStore);

    public EncounterMachine Machine { get; } = new(options.CancelledEncounterMeaning);

    public EncounterRecord? Find(string encounter) => _records.Get(encounter);

    /// <summary>The token of an encounter; null for what is no exact id.</summary>
    public string? Token(Phi<string> encounterId) =>
        Codes.IsExactId(encounterId.Reveal(PhiAccess.Intake)) ? encounterId.Token(options.Tokens, TokenSpaces.Encounter) : null;

    /// <summary>Logs that a payload about these encounters was opened. Their rows name no patient, so the encounter stands for one.</summary>
    public void LogOpened(params ReadOnlySpan<Phi<string>?> encounterIds)
    {
        foreach (var id in encounterIds)
        {
            if (id is { } opened && options.Access is { } access)
            {
                access.Opened(opened.Token(options.Tokens, TokenSpaces.Encounter));
            }
        }
    }

    /// <summary>Keeps what is known, and sends what is exceptional to every partition of the charges.</summary>
    public void Apply(string encounter, EncounterStep step, long timestamp)
    {
        _records.Put(encounter, step.Record);
        if (step.Broadcast is not { } state)
        {
            return;
        }

        for (var partition = 0; partition < options.Partitions; partition++)
        {
            context.Forward(new Record<string, EncounterOutput>(encounter, new EncounterOutput.Copy(partition, state), timestamp, Headers.Empty));
        }
    }

    public void Refuse<TValue>(Record<string, TValue> record, string node, Reason reason)
    {
        var refused = Refusals.Of(context.RecordMetadata!.Value, node, record.Key, reason);
        context.Forward(new Record<string, EncounterOutput>(
            refused.Letter.RecordId ?? NoId, new EncounterOutput.Refuse(refused), record.Timestamp, Headers.Empty));
    }
}
