using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro;
using Syntra.Fusion.Delivery.Log;
using Syntra.Fusion.Delivery.Machine;

namespace Syntra.Fusion.Delivery.Intake;

/// <summary>
/// Reads instructions, in order, and seals them into batches. Batches, the positions behind them and the consumer group's offsets are
/// one transaction: an instruction is in the input or in a batch, never in both, never in neither.
/// </summary>
internal sealed class InstructionIntake(
    IConsumer<string, byte[]?> consumer,
    IDeliveryLog log,
    DeliveryCodec codec,
    DeliveryBoard board,
    DeliveryProbe probe,
    JournalDeliveryOptions options,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_sweepEvery = TimeSpan.FromSeconds(10);
    private readonly InstructionBuffer _buffer = new(options, time);
    private BufferedInstruction? _waiting;
    private long _sweptAt = time.GetTimestamp();

    public async Task RunAsync(Action<BatchWork> start, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            if (_waiting is null && !_buffer.IsFull())
            {
                Read(ct);
            }
            else
            {
                await Task.Delay(s_patience, time, ct);
                Place(_waiting);
            }

            board.Buffered(_buffer.Count);
            if ((_buffer.IsDue() || _buffer.IsFull() || IsWaitingForBuffer()) && HasRoom())
            {
                await SealAsync(start, ct);
            }

            await SweepAsync(ct);
        }
    }

    private bool HasRoom() => board.HasRoom(options.MaximumInFlight * 2);

    private bool IsWaitingForBuffer() => _waiting is { } item && _buffer.KeyOf(item.Instruction.RecordId) is not null;

    private void Read(CancellationToken ct)
    {
        var wait = s_patience;
        while (_waiting is null && !_buffer.IsFull() && consumer.Consume(wait) is { } result)
        {
            ct.ThrowIfCancellationRequested();
            wait = TimeSpan.Zero;
            if (result.Message.Value is { } value)
            {
                Place(new BufferedInstruction(Decode(result, value), result.Partition, result.Offset, value.Length));
            }
            else
            {
                logger.LogWarning("{Topic} [{Partition}] @{Offset} is a tombstone; an instruction cannot be withdrawn, it is passed over", result.Topic, result.Partition.Value, result.Offset.Value);
                _buffer.Pass(result.Partition, result.Offset);
            }

            if (_buffer.IsDue())
            {
                return;
            }
        }
    }

    /// <summary>One record's instructions go one after the other: the next waits, and the reading with it, until the one before has its receipt.</summary>
    private void Place(BufferedInstruction? item)
    {
        if (item is null)
        {
            return;
        }

        _waiting = null;
        var ahead = _buffer.KeyOf(item.Instruction.RecordId) ?? board.KeyOf(item.Instruction.RecordId);
        if (ahead is null)
        {
            _buffer.Add(item);
        }
        else if (ahead == item.Instruction.IdempotencyKey)
        {
            // The very same instruction again; the receipt of the first answers both.
            board.Repeated();
            _buffer.Pass(item.Partition, item.Offset);
        }
        else
        {
            _waiting = item;
        }
    }

    private Contracts.JournalInstruction Decode(ConsumeResult<string, byte[]?> result, byte[] value)
    {
        try
        {
            return codec.Instruction(value);
        }
        catch (AvroException failure)
        {
            throw new DeliveryStateException($"{result.Topic} [{result.Partition.Value}] @{result.Offset.Value} is no journal instruction; what wrote it?", failure);
        }
    }

    private async Task SealAsync(Action<BatchWork> start, CancellationToken ct)
    {
        var batches = BatchSealer.Seal(_buffer.Items, options, time.GetUtcNow());
        var messages = batches.SelectMany(b => new[] { codec.Batch(b.Batch), codec.State(b.Status) })
            .Concat(_buffer.Next.Select(n => codec.Position(n.Key, n.Value)))
            .ToList();
        var offsets = _buffer.Next.Select(n => new TopicPartitionOffset(options.Topics.Journal, n.Key, n.Value)).ToList();
        probe.BeforeSeal();
        await log.CommitAsync(new LogEntry(messages, offsets), ct);
        probe.AfterSeal();
        foreach (var batch in batches)
        {
            board.Add(batch);
            start(batch);
        }

        _buffer.Clear();
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        if (time.GetElapsedTime(_sweptAt) < s_sweepEvery)
        {
            return;
        }

        _sweptAt = time.GetTimestamp();
        var old = board.TakeOldEnded(time.GetUtcNow() - options.KeepDone);
        if (old.Count > 0)
        {
            await log.CommitAsync(new LogEntry([.. old.Select(id => codec.Tombstone(DeliveryKeys.State(id)))]), ct);
        }
    }
}
