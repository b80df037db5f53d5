using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Tests.Delivery;

namespace Syntra.Fusion.Tests.Compliance;

/// <summary>The journal sink between a real broker and the simulated Fusion.</summary>
internal sealed class JournalRig : ISinkRig
{
    private readonly InMemorySchemaRegistryClient _registry = new();
    private readonly AvroSerializer<JournalInstruction> _instructions;
    private readonly AvroSerializer<JournalReceipt> _receipts;

    private JournalRig(KafkaFixture kafka, TopicNames topics, Pod pod)
    {
        Kafka = kafka;
        Topics = topics;
        Pod = pod;
        _instructions = new(_registry);
        _receipts = new(_registry);
        Options = new JournalDeliveryOptions
        {
            Topics = topics,
            BootstrapServers = kafka.Bootstrap,
            Ledgers = _ => Pod.Settings,
            MaximumInstructions = 25,
            MaximumAge = TimeSpan.FromMilliseconds(60),
            PollInterval = TimeSpan.FromMilliseconds(10),
            BackOff = TimeSpan.FromMilliseconds(20),
            MaximumBackOff = TimeSpan.FromMilliseconds(200),
            PauseProbe = TimeSpan.FromMilliseconds(50),
        };
    }

    public KafkaFixture Kafka { get; }

    public TopicNames Topics { get; }

    public Pod Pod { get; }

    public InMemorySchemaRegistryClient Registry => _registry;

    public JournalDeliveryOptions Options { get; set; }

    public static async Task<JournalRig> StartAsync(KafkaFixture kafka) => new(kafka, await kafka.NewTenantAsync(), await Pod.StartAsync());

    public async Task ProduceAsync(IReadOnlyCollection<int> good, IReadOnlyCollection<int> bad, long version = 1, bool abort = false)
    {
        var instructions = good.Select(n => Of(n, "40000", version)).Concat(bad.Select(n => Of(n, "99999", version))).ToList();
        await Task.Run(() => Produce(instructions, abort));
    }

    public Task ProduceSpreadAsync(int count, int facilities, int months) => Task.Run(() => Produce(
        [.. Enumerable.Range(1, count).Select(n => Instructions.Of(n, 1m + n, facility: "f" + (n % facilities), period: new DateOnly(2024, 1 + n % months, 1).ToString("MMM-yy", System.Globalization.CultureInfo.InvariantCulture)))], false));

    public async Task RunAsync(DeliveryProbe? probe, CancellationToken ct)
    {
        using var client = Pod.Client();
        await New(client, Options, probe).RunAsync(ct);
    }

    public async Task RunWithoutOffsetsAsync(CancellationToken ct)
    {
        using var client = Pod.Client();
        await New(client, Options with { GroupId = "another-group", TransactionalId = Options.ProducerId }, null).RunAsync(ct);
    }

    public JournalDelivery New(Syntra.Fusion.Rest.FusionClient client, JournalDeliveryOptions options, DeliveryProbe? probe) =>
        new(options, client, _registry, TimeProvider.System, NullLoggerFactory.Instance, probe ?? DeliveryProbe.None);

    public IReadOnlyList<JournalReceipt> JournalReceipts() =>
        [.. TopicReading.ReadAll(Kafka.Bootstrap, Topics.JournalReceipt).Select(m => _receipts.Deserialize(Topics.JournalReceipt, m.Message.Value))];

    public IReadOnlyList<SinkReceipt> Receipts() =>
        [.. JournalReceipts().Select(r => new SinkReceipt(r.RecordId, r.SourceVersion, r.Outcome == ReceiptOutcome.Accepted))];

    public async Task<IReadOnlyList<(string RecordId, long Version)>> DeliveredAsync()
    {
        var lines = await Pod.LinesAsync();
        Assert.All(lines, l => Assert.Equal("P", l.GetProperty("postingStatus").GetString()));
        var keys = lines.Select(l => l.GetProperty("reference21").GetString()!).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
        var byKey = Enumerable.Range(0, 600).SelectMany(n => new long[] { 1, 2, 3 }.Select(v => (n, v)))
            .ToDictionary(p => Instructions.Key($"dr/{p.n}/{p.v}"), p => (p.n.ToString(System.Globalization.CultureInfo.InvariantCulture), p.v));
        return [.. keys.Where(byKey.ContainsKey).Select(k => byKey[k])];
    }

    public Task LoseTargetAsync(int triedInVain, Func<Task> meanwhile, CancellationToken ct) => Pod.RestartAsync(triedInVain, meanwhile, ct);

    public ValueTask DisposeAsync() => Pod.DisposeAsync();

    private static JournalInstruction Of(int n, string account, long version) =>
        Instructions.Of(n, 1m + n, facility: n % 3 == 0 ? "600001" : "589783", segment: n % 3 == 0 ? "102" : "101", account: account, version: version);

    private void Produce(IReadOnlyList<JournalInstruction> instructions, bool abort)
    {
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = Kafka.Bootstrap, TransactionalId = Topics.Tenant + "-test", LingerMs = 0 }).Build();
        producer.InitTransactions(Hang.Limit);
        producer.BeginTransaction();
        foreach (var instruction in instructions)
        {
            producer.Produce(Topics.Journal, new Message<string, byte[]> { Key = instruction.RecordId, Value = _instructions.Serialize(Topics.Journal, instruction) });
        }

        if (abort)
        {
            producer.Flush(Hang.Limit);
            producer.AbortTransaction(Hang.Limit);
        }
        else
        {
            producer.CommitTransaction(Hang.Limit);
        }
    }
}
