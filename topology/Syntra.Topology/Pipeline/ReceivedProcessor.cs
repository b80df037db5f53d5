using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Topology.Analytics;
using Syntra.Topology.Intake;
using Syntra.Topology.Posting;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Pipeline;

/// <summary>Takes in raw charge versions, and looks after the parked ones by the wall clock.</summary>
internal sealed class ReceivedProcessor(ChargePipelineOptions options, AnalyticsShape? shape) : IProcessor<string, RawCharge, string, PostingOutput>
{
    private IProcessorContext<string, PostingOutput> _context = null!;
    private IReferenceData _reference = null!;
    private IChargeMachine _machine = null!;
    private ChargeStep _step = null!;
    private AnalyticsCopy? _copy;
    private bool _told;

    public void Init(IProcessorContext<string, PostingOutput> context)
    {
        _context = context;
        _reference = StoreReferenceData.Of(options, context);
        _machine = ChargeMachines.Of(options, context);
        _step = new ChargeStep(context, options.Observer);
        _copy = shape is null ? null : new AnalyticsCopy(shape, _reference, context);
        options.Observer?.Left(context.TaskId.Partition);
        context.Schedule(options.ParkedLook, PunctuationType.WallClockTime, Look);
    }

    public void Process(Record<string, RawCharge> record)
    {
        if (record.Value is { } opened)
        {
            options.Access?.Opened(PatientTokens.Of(opened, options.Tokens));
        }

        var origin = _context.RecordMetadata!.Value;
        if (record.Key is null || record.Value is null || record.Key != record.Value.ChargeItemId.Token(options.Tokens, TokenSpaces.Charge))
        {
            Refuse(record, origin);
            return;
        }

        var before = _step.Find(record.Key);
        var version = new ReceivedCharge { Charge = record.Value, Partition = origin.Partition, Offset = origin.Offset };
        _step.Apply(record.Key, before, _machine.Received(record.Key, before, version), record.Timestamp, record.Headers);
        if (_copy?.Received(record.Key, before, version) is { } letter)
        {
            _step.Send(record.Key, letter, record.Timestamp, record.Headers);
        }
    }

    public void Close() => options.Observer?.Left(_context.TaskId.Partition);

    /// <summary>Maps the charges again whose missing row has come.</summary>
    private void Look(DateTimeOffset now)
    {
        if (!_told)
        {
            _told = true;
            _step.Tell();
        }

        var released = 0;
        foreach (var row in _step.Parked.Rows().Where(r => MissingRow.Parse(r).IsThere(_reference)).ToList())
        {
            foreach (var recordId in _step.Parked.Waiting(row).ToList())
            {
                if (released >= options.MostReleasedPerLook)
                {
                    return;
                }

                released += Retry(recordId, now) ? 1 : 0;
            }
        }
    }

    private bool Retry(string recordId, DateTimeOffset now)
    {
        if (_step.Find(recordId) is not { } before)
        {
            return false;
        }

        var transition = _machine.RowArrived(before);
        if (transition.State == before)
        {
            return false;
        }

        _step.Apply(recordId, before, transition, now.ToUnixTimeMilliseconds(), headers: null);
        return true;
    }

    // Such a record belongs to no charge, so it has no state: only the dead-letter topic knows of it.
    private void Refuse(Record<string, RawCharge> record, RecordMetadata origin)
    {
        var reason = record.Key is null || record.Value is null ? ReasonCodes.EmptyRecord : ReasonCodes.KeyMismatch;
        _step.Send(
            record.Key ?? "", Refusals.Of(origin, "intake", record.Key, reason, record.Value?.SourceVersion ?? 0), record.Timestamp, record.Headers);
    }
}
