using System.Text;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;
using Syntra.Streams.Testing;
using Syntra.Topology.Objects.Domains;
using Syntra.Topology.Objects.Pipeline;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Tests.Support;
using Syntra.Topology.Topics;

namespace Syntra.Topology.Tests.Objects;

/// <summary>The object pipeline in the test driver, with every domain that there is.</summary>
internal sealed class ObjectDriver : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 6, 20, 12, 7, 0, TimeSpan.Zero);

    private readonly ObjectSerdes _serdes = new(new InMemorySchemaRegistryClient(), Guard.Sealer);
    private readonly Dictionary<ObjectKind, TestOutputTopic<string, ObjectInstruction>> _instructions;
    private readonly TestOutputTopic<string, DeadLetter> _letters;
    private int _events;

    public ObjectDriver(Tier tier = Tier.Realtime, IObjectObserver? observer = null, bool names = false)
    {
        var topics = new TopicNames(Sample.Tenant);
        var domains = ObjectDomains.Mapped.Select(m => new ObjectDomain($"{m.Source}-{m.Kind}".ToLowerInvariant(), m.Source, m.Kind, tier, TimeSpan.FromHours(2))).ToList();
        Topology = ObjectPipeline.Build(new ObjectPipelineOptions { Tenant = Sample.Tenant, Tokens = Guard.Tokens, Domains = domains, Observer = observer, Access = Opened, CustomerNames = names }, _serdes);
        var config = new StreamsConfig
        {
            ApplicationId = "demo-objects", DeserializationExceptionHandler = new SealedInputHandler(), DeadLetterTopic = topics.DeadLetters,
            DeadLetterEncoder = new ChargeDeadLetterEncoder(topics, new ChargeSerdes(new InMemorySchemaRegistryClient(), Guard.Sealer)),
        };
        Driver = new TopologyTestDriver(Topology, config, Start);
        _instructions = ObjectPipeline.Kinds(domains).ToDictionary(k => k, k => Driver.CreateOutputTopic(topics.Object(k), Serdes.String, _serdes.Instruction));
        _letters = Driver.CreateOutputTopic(topics.DeadLetters, Serdes.String, _serdes.DeadLetter);
        Posted = Driver.GetKeyValueStore<string, PostedObject>(ObjectPipeline.PostedStore);
        Timers = Driver.GetKeyValueStore<string, string>(ObjectPipeline.TimerStore);
    }

    public Streams.Topology Topology { get; }

    public TopologyTestDriver Driver { get; }

    public IKeyValueStore<string, PostedObject> Posted { get; }

    public IKeyValueStore<string, string> Timers { get; }

    public AccessLog Opened { get; } = new();

    public DateTimeOffset Now { get; private set; } = Start;

    /// <summary>A state of a resource comes in.</summary>
    public void Receive(string type, string id, string json, long version = 1, EventInteraction interaction = EventInteraction.Update, string? key = null)
    {
        var at = Start.AddMilliseconds(version);
        var raw = new RawEvent
        {
            EventId = (++_events).ToString("x32"), Source = "fhir", Sender = "test", Kind = EventKind.FullResource, Interaction = interaction, ResourceType = type, ResourceId = id,
            VersionId = "1", LastUpdated = at, EventAt = at, ReceivedAt = at, TraceId = _events.ToString("x32"), ContentType = "application/fhir+json", Body = Encoding.UTF8.GetBytes(json),
        };
        var topic = Driver.CreateInputTopic($"{Sample.Tenant}.{EventTopics.Raw(type)}", Serdes.String, _serdes.Raw(type));
        topic.PipeInput(key ?? Key(type, id), raw);
    }

    /// <summary>Fusion answers.</summary>
    public void Answer(ObjectInstruction instruction, ObjectOutcome outcome = ObjectOutcome.Created, ObjectErrorClass? error = null, string? reason = null)
    {
        var topic = Driver.CreateInputTopic(new TopicNames(Sample.Tenant).ObjectReceipt(instruction.Kind), Serdes.String, _serdes.Receipt);
        topic.PipeInput(instruction.ObjectKey, new ObjectReceipt
        {
            IdempotencyKey = instruction.IdempotencyKey, Kind = instruction.Kind, ObjectKey = instruction.ObjectKey, SourceVersion = instruction.SourceVersion, Outcome = outcome,
            ErrorClass = error, ReasonCode = reason, EventTime = instruction.EventTime, ReceivedAt = Now, SentAt = Now, AnsweredAt = Now,
        });
    }

    public IReadOnlyList<ObjectInstruction> Instructions(ObjectKind kind) => [.. _instructions[kind].ReadAll().Select(r => r.Value!)];

    public ObjectInstruction Instruction(ObjectKind kind) => Assert.Single(Instructions(kind));

    /// <summary>The name inside an instruction, as the delivery opens it.</summary>
    public PartyName NameIn(ObjectInstruction instruction) => _serdes.SealedParty.Deserialize(
        new TopicNames(Sample.Tenant).Party, Encoding.UTF8.GetBytes(instruction.ObjectKey), instruction.Customer!.SealedParty!);

    public IReadOnlyList<DeadLetter> Letters() => [.. _letters.ReadAll().Select(r => r.Value!)];

    public PostedObject Row(ObjectKind kind, string type, string id) => Posted.Get($"{kind}/{Key(type, id)}")!;

    public void Advance(TimeSpan by)
    {
        Now += by;
        Driver.AdvanceWallClockTime(by);
    }

    public static string Key(string type, string id) => Guard.Tokens.Token(TokenSpaces.OfResource(type)!, id);

    public void Dispose() => Driver.Dispose();

    /// <summary>Notes whose payloads were opened.</summary>
    internal sealed class AccessLog : Governance.Disclosure.IPhiAccessLog
    {
        public List<string> Patients { get; } = [];

        public void Opened(string patient) => Patients.Add(patient);
    }
}
