using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Delivery.Log;
using Syntra.Fusion.Objects.Bulk;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Objects.Progress;

namespace Syntra.Fusion.Objects.Delivery;

/// <summary>What all sessions of one delivery share.</summary>
internal sealed record ObjectParts(
    ObjectDeliveryOptions Options,
    IReadOnlyList<IObjectConnector> Connectors,
    IReadOnlyDictionary<ObjectKind, KindBoard> Boards,
    ObjectCodec Codec,
    TimeProvider Time,
    ILogger Log);

/// <summary>From InitTransactions to the first failure or the end: one life of the delivery, restored from its topic.</summary>
internal sealed class ObjectSession(ObjectParts parts, string instance) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyDictionary<string, IKindRunner> _runners = new Dictionary<string, IKindRunner>(StringComparer.Ordinal);
    private IConsumer<string, byte[]?>? _input;
    private TransactionWriter? _writer;
    private ReceiptWriter? _receipts;
    private Exception? _failure;

    public IEnumerable<ObjectKindSnapshot> Snapshot() => [.. _runners.Values.Select(r => r.Snapshot())];

    public async Task RunAsync(CancellationToken ct)
    {
        using var link = ct.Register(_stop.Cancel);
        try
        {
            var intake = await OpenAsync(_stop.Token);
            await Task.Factory.StartNew(() => intake.Run(_stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (OperationCanceledException) when (_failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var runner in _runners.Values)
        {
            await runner.DisposeAsync();
        }

        if (_receipts is not null)
        {
            await _receipts.DisposeAsync();
        }

        _writer?.Dispose();
        _input?.Close();
        _input?.Dispose();
        _stop.Dispose();
    }

    private async Task<ObjectIntake> OpenAsync(CancellationToken ct)
    {
        var (options, log) = (parts.Options, parts.Log);
        var producer = DeliveryClients.Producer(options.Kafka, log);
        _input = DeliveryClients.Consumer(options.Kafka, toTheEnd: false, log);
        _writer = new TransactionWriter(producer, _input.ConsumerGroupMetadata, options.Kafka.ProducerId, parts.Time, log);

        await parts.Codec.PrepareAsync(ct);

        // From here on a former instance can write nothing more, and what it left open is aborted. Who delivers now is said at once.
        await Task.Run(() => _writer.Initialize(ct), ct);
        _writer.Commit([new LogEntry([parts.Codec.Owner(instance)])], ct);
        var restore = await ReadAsync(parts, producer, ct);

        var inputs = parts.Connectors.ToDictionary(c => options.Topics.Object(c.Kind), StringComparer.Ordinal);
        var partitions = inputs.Keys.SelectMany(t => DeliveryClients.PartitionsOf(producer, t)).ToList();
        var ends = await Task.Run(() => partitions.ToDictionary(p => p, p => DeliveryClients.EndOffset(_input, p)), ct);
        var ledgers = Assign(partitions, restore);
        _receipts = new ReceiptWriter(_writer, parts.Codec, ledgers, Fail, parts.Time);
        var runners = new Dictionary<string, IKindRunner>(StringComparer.Ordinal);
        foreach (var (topic, connector) in inputs)
        {
            var standing = restore.Standing.Where(s => s.Key.Kind == connector.Kind).ToDictionary(s => s.Key.Key, s => s.Value, StringComparer.Ordinal);
            var board = parts.Boards[connector.Kind];
            board.Restart();
            runners[topic] = connector is BulkConnector bulk
                ? new BulkRunner(bulk, parts, board, new RestoredKind(standing, restore.Bulk.GetValueOrDefault(connector.Kind)), _receipts.Add, Fail, _stop.Token)
                : new KindRunner(connector, parts, board, standing, _receipts.Add, Fail, _stop.Token);
        }

        _runners = runners;
        return new ObjectIntake(_input, parts, runners, ledgers, ends);
    }

    /// <summary>Reads where the delivery stands.</summary>
    public static async Task<ObjectRestore> ReadAsync(ObjectParts parts, IProducer<string, byte[]?> producer, CancellationToken ct)
    {
        var partitions = DeliveryClients.PartitionsOf(producer, parts.Options.Topics.ObjectDelivery);
        using var reader = DeliveryClients.Consumer(parts.Options.Kafka, toTheEnd: true, parts.Log);
        var restore = await Task.Run(() => ObjectRestore.Read(reader, partitions, parts.Codec, ct), ct);
        reader.Close();
        return restore;
    }

    /// <summary>Our own position counts, whatever became of the group's offsets: nothing is delivered again.</summary>
    private Dictionary<TopicPartition, OffsetLedger> Assign(List<TopicPartition> partitions, ObjectRestore restore)
    {
        var ledgers = partitions.ToDictionary(p => p, p => restore.Ledgers.GetValueOrDefault(p) ?? new OffsetLedger(DeliveryClients.FirstOffset(_input!, p)));
        _input!.Assign(ledgers.Select(l => new TopicPartitionOffset(l.Key, l.Value.Next)));
        return ledgers;
    }

    private void Fail(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _stop.Cancel();
    }
}
