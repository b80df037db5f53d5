using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Delivery.Intake;
using Syntra.Fusion.Delivery.Log;
using Syntra.Fusion.Delivery.Machine;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Tests.Delivery;

/// <summary>
/// The state machine against the simulated Fusion, with the delivery topic in memory: everything but Kafka. What survives a crash is
/// what was committed, as in the topic.
/// </summary>
internal sealed class MachineHarness
{
    private static readonly TopicNames s_topics = new("t1");
    private static readonly AvroReceipts s_receipts = new();
    private readonly DeliveryCodec _codec = new(s_topics, s_receipts.Registry);
    private readonly MemoryLog _log = new();

    public JournalDeliveryOptions Options { get; set; } = new()
    {
        Topics = s_topics,
        BootstrapServers = "none:1",
        Ledgers = name => name == Pod.Ledger ? Pod.Settings : null,
        PollInterval = TimeSpan.FromMilliseconds(5),
        BackOff = TimeSpan.FromMilliseconds(5),
        MaximumBackOff = TimeSpan.FromMilliseconds(60),
        PauseProbe = TimeSpan.FromMilliseconds(30),
    };

    public DeliveryBoard Board { get; } = new();

    public IReadOnlyList<JournalReceipt> Receipts => [.. _log.Messages.Where(m => m.Topic == s_topics.JournalReceipt).Select(m => s_receipts.Read(s_topics, m.Value!))];

    public IReadOnlyList<DeliveryStatus> States => [.. Restore().All];

    public void Seal(params JournalInstruction[] instructions)
    {
        var items = instructions.Select((instruction, i) => new BufferedInstruction(instruction, 0, i, 500)).ToList();
        foreach (var work in BatchSealer.Seal(items, Options, TimeProvider.System.GetUtcNow()))
        {
            _log.Messages.Add(_codec.Batch(work.Batch));
            _log.Messages.Add(_codec.State(work.Status));
        }
    }

    /// <summary>One life of a process: restore, run everything to its end, or crash.</summary>
    public async Task RunAsync(FusionClient client, DeliveryProbe? probe = null, CancellationToken ct = default)
    {
        using var limit = new CancellationTokenSource(Hang.Limit, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        var gate = new PauseGate(TimeProvider.System, Options.PauseProbe);
        var commits = new BatchCommits(_log, _codec, Board, probe ?? DeliveryProbe.None, TimeProvider.System);
        using var runner = new BatchRunner(new BatchSteps(client, Options, NullLogger.Instance), commits, gate, Options, TimeProvider.System, NullLogger.Instance);
        Gate = gate;
        var restore = Restore();
        Board.Reset([]);
        await Task.WhenAll(restore.Unfinished().ToList().Select(w => RunAsync(runner, w, both.Token)));
    }

    public PauseGate? Gate { get; private set; }

    private async Task RunAsync(BatchRunner runner, BatchWork work, CancellationToken ct)
    {
        Board.Add(work);
        var halves = await runner.RunAsync(work, ct);
        Board.Remove(work);
        await Task.WhenAll(halves.Select(h => RunAsync(runner, h, ct)));
    }

    private DeliveryRestore Restore()
    {
        var restore = new DeliveryRestore();
        foreach (var message in _log.Snapshot().Where(m => m.Topic == s_topics.Delivery))
        {
            restore.Apply(message.Key, message.Value is { } value ? _codec.Record(value) : null);
        }

        return restore;
    }

    private sealed class MemoryLog : IDeliveryLog
    {
        private readonly Lock _lock = new();

        public List<LogMessage> Messages { get; } = [];

        public Task CommitAsync(LogEntry entry, CancellationToken ct)
        {
            lock (_lock)
            {
                Messages.AddRange(entry.Messages);
            }

            return Task.CompletedTask;
        }

        public List<LogMessage> Snapshot()
        {
            lock (_lock)
            {
                return [.. Messages];
            }
        }
    }

    private sealed class AvroReceipts
    {
        private readonly Avro.AvroSerializer<JournalReceipt> _serializer;

        public AvroReceipts() => _serializer = new Avro.AvroSerializer<JournalReceipt>(Registry);

        public InMemorySchemaRegistryClient Registry { get; } = new();

        public JournalReceipt Read(TopicNames topics, byte[] value) => _serializer.Deserialize(topics.JournalReceipt, value);
    }
}

/// <summary>Breaks the process off at one commit, before or after it.</summary>
internal sealed class CrashProbe(DeliveryState to, bool after) : DeliveryProbe
{
    public bool Crashed { get; private set; }

    public override void Before(DeliveryState from, DeliveryState to)
    {
        if (!after)
        {
            Crash(to);
        }
    }

    public override void After(DeliveryState from, DeliveryState to)
    {
        if (after)
        {
            Crash(to);
        }
    }

    private void Crash(DeliveryState at)
    {
        if (at == to && !Crashed)
        {
            Crashed = true;
            throw new CrashException();
        }
    }
}

internal sealed class CrashException : Exception;
