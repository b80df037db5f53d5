using Syntra.Contracts;
using Syntra.Simulation.Log;
using Syntra.Simulation.Oracle;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Streams;

/// <summary>Which topics the application reads record by record, and what each record says to the oracle.</summary>
internal sealed class FactReader
{
    private readonly SimHost _host;
    private readonly List<(string Topic, Func<LogRecord, ReferenceView, Fact?> Read)> _inputs;

    public FactReader(SimHost host)
    {
        _host = host;
        _inputs =
        [
            (host.Topics.RawCharge, (record, view) => new ChargeFact(view, (ChargeVersion)record.Typed!)),
            (host.Topics.JournalReceipt, Answer),
            .. SourceInputs(host.Topics).Where(i => host.Reads(i.Topic)),
        ];
        Inputs = [.. _inputs.Select(i => i.Topic)];
    }

    public IReadOnlyList<string> Inputs { get; }

    public Fact? Read(int input, LogRecord record, ReferenceView view) => _inputs[input].Read(record, view);

    private IEnumerable<(string Topic, Func<LogRecord, ReferenceView, Fact?> Read)> SourceInputs(TopicNames topics) =>
    [
        (topics.RawDelete, (record, view) => (record.Typed as ChargeFact)! with { Reference = view }),
        (topics.RawEncounter, (record, _) => (Fact?)record.Typed),
        (topics.RawEncounterCombine, (record, _) => ((CombineFact)record.Typed!) with { Encounter = record.Key }),
        (topics.RawPersonCombine, (_, _) => null),
        (topics.Encounter, (record, view) => new EncounterFact(view, _host.EncounterOf(record))),
        (topics.ReviewDecision, (record, view) => (DecisionFact)record.Typed! with { Reference = view }),
    ];

    private AnswerFact Answer(LogRecord record, ReferenceView view)
    {
        var receipt = _host.ReceiptOf(record);
        return new AnswerFact(view, receipt.RecordId, receipt.IdempotencyKey, receipt.Outcome == ReceiptOutcome.Accepted, receipt.ReasonCode);
    }
}
