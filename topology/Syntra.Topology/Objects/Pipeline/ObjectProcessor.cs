using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Streams.State;
using Syntra.Topology.Intake;
using Syntra.Topology.Objects.Domains;
using Syntra.Topology.Objects.Mapping;
using Syntra.Topology.Objects.Names;
using Syntra.Topology.Objects.Posting;

namespace Syntra.Topology.Objects.Pipeline;

/// <summary>Takes in raw events and Fusion's answers, and lets go by the clock what waits for a time.</summary>
internal sealed class ObjectProcessor : IProcessor<string, ObjectInput, string, ObjectOutput>
{
    private const string Node = "objects";

    private readonly ObjectPipelineOptions _options;
    private readonly ILookup<string, (ObjectDomain Domain, IObjectMapping Mapping)> _mappings;
    private readonly ObjectMachine _machine;
    private readonly ObjectTally _tally = new();
    private IProcessorContext<string, ObjectOutput> _context = null!;
    private IKeyValueStore<string, PostedObject> _posted = null!;
    private readonly ObjectSerdes _serdes;
    private ObjectTimers _timers = null!;
    private PartyNaming? _names;
    private bool _counted;

    public ObjectProcessor(ObjectPipelineOptions options, ObjectSerdes serdes)
    {
        (_options, _serdes) = (options, serdes);
        _mappings = options.Domains.ToLookup(d => d.Source, d => (d, ObjectMappings.Of(d)), StringComparer.Ordinal);
        var tiers = options.Domains.ToDictionary(d => d.Name, d => d.Tier, StringComparer.Ordinal);
        _machine = new ObjectMachine((domain, now) => tiers.GetValueOrDefault(domain, Tier.Realtime).WindowEnd(now));
    }

    public void Init(IProcessorContext<string, ObjectOutput> context)
    {
        _context = context;
        _posted = context.GetStore<IKeyValueStore<string, PostedObject>>(ObjectPipeline.PostedStore);
        _timers = new ObjectTimers(context.GetStore<IKeyValueStore<string, string>>(ObjectPipeline.TimerStore));
        _names = _options.CustomerNames
            ? new PartyNaming(
                _options, _serdes,
                new PartyBook(context.GetStore<IReadOnlyKeyValueStore<string, PartyName>>(ObjectPipeline.PartyStore), context.GetStore<IKeyValueStore<string, PartyName>>(ObjectPipeline.ChangedStore)),
                new NamedCustomers(context.GetStore<IKeyValueStore<string, PartyName>>(ObjectPipeline.NamedStore)), context.GetStore<IKeyValueStore<string, PartyName>>(ObjectPipeline.UnnamedStore))
            : null;
        context.Schedule(_options.Look, PunctuationType.WallClockTime, Look);
    }

    public void Process(Record<string, ObjectInput> record)
    {
        CountOnce();
        if (record.Value?.Receipt is { } receipt)
        {
            Answered(record, receipt);
        }
        else if (record.Value?.Raw is { } raw)
        {
            Received(record, raw);
        }
        else if (record is { Key: { } person, Value.Changed: { } name } && _names is { } names)
        {
            NameAgain(names.Changed(person, name), _context.CurrentSystemTime);
        }
        else
        {
            Refuse(record, ReasonCodes.EmptyRecord, 0);
        }
    }

    public void Close() => _options.Observer?.Left(_context.TaskId.Partition);

    private void Received(Record<string, ObjectInput> record, RawEvent raw)
    {
        var space = TokenSpaces.OfResource(raw.ResourceType);
        if (record.Key is null || space is null || record.Key != raw.ResourceId.Token(_options.Tokens, space))
        {
            Refuse(record, ReasonCodes.KeyMismatch, 0);
            return;
        }

        var stamp = VersionStamp.Of(_options.Tenant, raw);
        var (state, unreadable) = ObjectReading.Read(raw, _options.Defaults);
        if (state is not null && _options.Access is { } access && ObjectReading.Whose(record.Key, state, _options.Tokens) is { } patient)
        {
            access.Opened(patient);
        }

        foreach (var learnt in state is not null && raw.ResourceType == "Patient" ? _names?.Learn(record.Key, state, stamp.Version) ?? [] : [])
        {
            Send(record.Key, learnt, record.Timestamp, record.Headers);
        }

        foreach (var (domain, mapping) in _mappings[raw.ResourceType])
        {
            var result = state is null ? new MappingResult.Refused(unreadable!) : state.IsDeleted ? MappingResult.Nothing : mapping.Map(state);
            if (result is MappingResult.Refused refused)
            {
                Refused(record, domain, stamp, refused.Reason);
            }
            else
            {
                var desired = ((MappingResult.Objects)result).Desired;
                if (domain.Kind == ObjectKind.Customer && !desired.Any(d => d.Operation == ObjectOperation.Upsert))
                {
                    _names?.Leave(record.Key);
                }

                Received(record, domain, stamp, _names is { } names && state is not null ? [.. desired.Select(d => names.Name(d, state, record.Key))] : desired);
            }
        }
    }

    private void Received(Record<string, ObjectInput> record, ObjectDomain domain, VersionStamp stamp, IReadOnlyList<DesiredObject> desired)
    {
        foreach (var one in desired)
        {
            Step(record, domain, stamp, record.Key + one.Suffix, Instruction(record.Key + one.Suffix, domain.Kind, one));
        }

        // What the record no longer says ends; a record that never said anything is accounted for under its own key.
        var others = Known(domain.Kind, record.Key).Where(k => !desired.Any(d => record.Key + d.Suffix == k)).ToList();
        foreach (var key in others.Count == 0 && desired.Count == 0 ? [record.Key] : others)
        {
            Step(record, domain, stamp, key, null);
        }
    }

    private IEnumerable<string> Known(ObjectKind kind, string recordKey) =>
        _posted.PrefixScan(ObjectAccount.Key(kind, recordKey)).Select(e => e.Value.ObjectKey).ToList();

    private void Step(Record<string, ObjectInput> record, ObjectDomain domain, VersionStamp stamp, string objectKey, ObjectInstruction? desired)
    {
        var key = ObjectAccount.Key(domain.Kind, objectKey);
        var found = _posted.Get(key);
        var before = (found ?? ObjectAccount.Open(domain.Kind, objectKey, domain.Name)) with { Facility = desired?.Facility ?? found?.Facility };
        Apply(key, found, _machine.Received(before, stamp, desired, _context.CurrentSystemTime), record.Timestamp, record.Headers);
    }

    private void Refused(Record<string, ObjectInput> record, ObjectDomain domain, VersionStamp stamp, Reason reason)
    {
        var key = ObjectAccount.Key(domain.Kind, record.Key);
        var found = _posted.Get(key);
        var step = _machine.Refused(found ?? ObjectAccount.Open(domain.Kind, record.Key, domain.Name), stamp.Version);
        Apply(key, found, step with { State = step.State with { Reason = reason.Code } }, record.Timestamp, record.Headers);
        Refuse(record, reason, stamp.Version);
    }

    private void Answered(Record<string, ObjectInput> record, ObjectReceipt receipt)
    {
        var key = ObjectAccount.Key(receipt.Kind, receipt.ObjectKey);
        if (_posted.Get(key) is not { } before)
        {
            Refuse(record, ObjectReasons.ReceiptWithoutObject, receipt.SourceVersion);
            return;
        }

        var step = _machine.Answered(before, receipt, _context.CurrentSystemTime);
        if (ReferenceEquals(step.State, before))
        {
            return;
        }

        Tell(before, receipt);
        Apply(key, before, step, record.Timestamp, record.Headers);
        if (step.Poison is not null)
        {
            Refuse(record, new Reason(ReasonCodes.FusionPrefix + (Codes.Quotable(receipt.ReasonCode) ?? "unknown"), "Fusion refused the object; correct what its code names, and send the record again."), receipt.SourceVersion);
        }
    }

    private void Apply(string key, PostedObject? before, ObjectStep step, long timestamp, Headers? headers)
    {
        _posted.Put(key, step.State);
        _timers.Move(key, before?.Due, step.State.Due);
        _tally.Replace(before, step.State);
        if (step.Leaves is { } instruction)
        {
            Send(instruction.ObjectKey, new ObjectOutput.Post(instruction, _context.TaskId.Partition), timestamp, headers);
        }
    }

    private void Tell(PostedObject before, ObjectReceipt receipt)
    {
        if (_options.Observer is { } observer && receipt.Outcome is ObjectOutcome.Created or ObjectOutcome.Updated or ObjectOutcome.Unchanged)
        {
            var (pending, read) = (ObjectAccount.InFlight(before, receipt)!, receipt.ReceivedAt);
            observer.Acknowledged(new ObjectTimes(
                before.Domain, receipt.Outcome, pending.EventTime, pending.ReceivedAt ?? pending.EventTime, pending.DecidedAt ?? read, read, receipt.SentAt ?? read, receipt.AnsweredAt));
        }
    }

    private void Look(DateTimeOffset now)
    {
        CountOnce();
        foreach (var key in _timers.Due(now, _options.MostPerLook))
        {
            if (_posted.Get(key) is { } before && _machine.Due(before, now) is var step && !ReferenceEquals(step.State, before))
            {
                Apply(key, before, step, now.ToUnixTimeMilliseconds(), null);
            }
        }

        NameAgain(_names?.Arrived(_options.MostPerLook) ?? [], now);
        if (_options.Observer is { } observer && _tally.HasChanged)
        {
            observer.Stands(_context.TaskId.Partition, _tally.Read());
        }
    }

    /// <summary>Customers whose patient was not known yet, or is called otherwise now, go again with the name, as a version of its own; where nothing changes, nothing goes.</summary>
    private void NameAgain(IReadOnlyList<string> objectKeys, DateTimeOffset now)
    {
        foreach (var objectKey in objectKeys)
        {
            var key = ObjectAccount.Key(ObjectKind.Customer, objectKey);
            if (_posted.Get(key) is not { } before || ObjectAccount.Latest(before) is not { Operation: ObjectOperation.Upsert, Customer: { } customer } latest)
            {
                _names!.Leave(objectKey);
                continue;
            }

            if (_names!.Again(objectKey) is not { } name)
            {
                continue;
            }

            var called = _names.With(customer, objectKey, name);
            if (called.PartyHash == customer.PartyHash)
            {
                continue;
            }

            _options.Access?.Opened(name.Person);
            var stamp = new VersionStamp(_options.Tenant, "Patient", before.SourceVersion, IsExact: false, now, now, null);
            Apply(key, before, _machine.Received(before, stamp, latest with { Customer = called }, now), now.ToUnixTimeMilliseconds(), null);
        }
    }

    // The table is restored after Init; the sums of what it holds are made once, and kept from then on.
    private void CountOnce()
    {
        if (_counted)
        {
            return;
        }

        _counted = true;
        foreach (var (_, posted) in _posted.All())
        {
            _tally.Replace(null, posted);
        }
    }

    private void Refuse(Record<string, ObjectInput> record, Reason reason, long version)
    {
        var origin = _context.RecordMetadata!.Value;
        var id = Codes.QuotableToken(record.Key?.Split('-')[0]);
        var letter = new DeadLetter
        {
            Topic = origin.Topic, Partition = origin.Partition, Offset = origin.Offset, Node = Node, ReasonCode = reason.Code, Reason = reason.Sentence,
            RecordId = id, SourceVersion = version, Amount = 0m,
        };
        Send(id ?? "-", new ObjectOutput.Refuse(letter), record.Timestamp, record.Headers);
    }

    private void Send(string key, ObjectOutput output, long timestamp, Headers? headers) =>
        _context.Forward(new Record<string, ObjectOutput>(key, output, timestamp, Trace(headers)));

    private static Headers Trace(Headers? input) =>
        input is not null && input.TryGetLast(HeaderNames.TraceParent, out var value) ? Headers.Empty.With(HeaderNames.TraceParent, value) : Headers.Empty;

    private static ObjectInstruction Instruction(string objectKey, ObjectKind kind, DesiredObject desired) => new()
    {
        IdempotencyKey = "", Kind = kind, ObjectKey = objectKey, SourceVersion = 0, Operation = desired.Operation, EffectiveDate = desired.EffectiveDate,
        LaterChanges = desired.LaterChanges, EventTime = DateTimeOffset.UnixEpoch, Facility = desired.Facility, Customer = desired.Customer, Asset = desired.Asset,
        Credential = desired.Credential, Assignment = desired.Assignment, CostCenter = desired.CostCenter, Hierarchy = desired.Hierarchy, Requisition = desired.Requisition,
    };
}
