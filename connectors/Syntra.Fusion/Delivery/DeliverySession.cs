using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Fusion.Delivery.Intake;
using Syntra.Fusion.Delivery.Log;
using Syntra.Fusion.Delivery.Machine;

namespace Syntra.Fusion.Delivery;

/// <summary>From InitTransactions to the first failure or the end: one life of the delivery, restored from the topic.</summary>
internal sealed class DeliverySession(DeliveryParts parts, string instance) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Task> _batches = [];
    private IConsumer<string, byte[]?>? _input;
    private TransactionWriter? _writer;
    private DeliveryLog? _log;
    private BatchRunner? _runner;
    private Exception? _failure;

    public async Task RunAsync(CancellationToken ct)
    {
        using var link = ct.Register(_stop.Cancel);
        try
        {
            var intake = await OpenAsync(_stop.Token);
            await Task.Run(() => intake.RunAsync(Start, _stop.Token), CancellationToken.None);
        }
        catch (OperationCanceledException) when (_failure is not null)
        {
            throw Rethrown(_failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] running;
        lock (_lock)
        {
            running = [.. _batches];
        }

        await Task.WhenAll(running);
        if (_log is not null)
        {
            await _log.DisposeAsync();
        }

        _runner?.Dispose();
        _writer?.Dispose();
        _input?.Close();
        _input?.Dispose();
        _stop.Dispose();
    }

    private async Task<InstructionIntake> OpenAsync(CancellationToken ct)
    {
        var (options, log) = (parts.Options, parts.Log);
        var producer = DeliveryClients.Producer(options.Kafka, log);
        _input = DeliveryClients.Consumer(options.Kafka, toTheEnd: false, log);
        _writer = new TransactionWriter(producer, _input.ConsumerGroupMetadata, options.ProducerId, parts.Time, log);

        await parts.Codec.PrepareAsync(ct);

        // From here on a former instance can write nothing more, and what it left open is aborted. Who delivers now is said at once.
        await Task.Run(() => _writer.Initialize(ct), ct);
        _log = new DeliveryLog(_writer);
        await _log.CommitAsync(new LogEntry([parts.Codec.Owner(instance)]), ct);
        var restore = await RestoreAsync(producer, ct);
        parts.Board.Reset(restore.Ended);
        parts.Gate.Yield();

        var commits = new BatchCommits(_log, parts.Codec, parts.Board, parts.Probe, parts.Time);
        _runner = new BatchRunner(new BatchSteps(parts.Client, options, log), commits, parts.Gate, options, parts.Time, log);
        foreach (var work in restore.Unfinished())
        {
            log.LogInformation("Batch {Batch} goes on in {State}", work.Batch.BatchId, work.Status.State);
            parts.Board.Add(work);
            Start(work);
        }

        DeliveryClients.AssignInput(_input, DeliveryClients.PartitionsOf(producer, options.Topics.Journal), restore.Positions);
        return new InstructionIntake(_input, _log, parts.Codec, parts.Board, parts.Probe, options, parts.Time, log);
    }

    private async Task<DeliveryRestore> RestoreAsync(IProducer<string, byte[]?> producer, CancellationToken ct)
    {
        var partitions = DeliveryClients.PartitionsOf(producer, parts.Options.Topics.Delivery);
        using var reader = DeliveryClients.Consumer(parts.Options.Kafka, toTheEnd: true, parts.Log);
        var restore = await Task.Run(() => DeliveryRestore.Read(reader, partitions, parts.Codec, ct), ct);
        reader.Close();
        return restore;
    }

    private void Start(BatchWork work)
    {
        lock (_lock)
        {
            _batches.RemoveAll(t => t.IsCompleted);
            _batches.Add(Task.Run(() => RunBatchAsync(work), CancellationToken.None));
        }
    }

    private async Task RunBatchAsync(BatchWork work)
    {
        try
        {
            var halves = await _runner!.RunAsync(work, _stop.Token);
            parts.Board.Remove(work);
            foreach (var half in halves)
            {
                parts.Board.Add(half);
                Start(half);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The topic knows where the batch stands.
        }
        catch (Exception failure)
        {
            // The boundary of a batch's task: the first failure ends the session, and RunAsync throws it.
            Interlocked.CompareExchange(ref _failure, failure, null);
            await _stop.CancelAsync();
        }
    }

    private static Exception Rethrown(Exception failure)
    {
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return failure;
    }
}

/// <summary>What all sessions of one delivery share.</summary>
internal sealed record DeliveryParts(
    JournalDeliveryOptions Options,
    Rest.FusionClient Client,
    DeliveryCodec Codec,
    DeliveryBoard Board,
    PauseGate Gate,
    DeliveryProbe Probe,
    TimeProvider Time,
    ILogger Log);
