using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Delivery.Intake;
using Syntra.Fusion.Delivery.Log;
using Syntra.Fusion.Delivery.Machine;
using Syntra.Fusion.Rest;
using Syntra.Simulation.Coverage;
using Syntra.Simulation.Fusion;
using Syntra.Simulation.Log;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Delivery;

/// <summary>
/// The one active instance of the journal delivery: the product's buffer, sealer, steps and commits, driven one step at a time.
/// What is here beside them is the order in which the product's loops would call them.
/// </summary>
internal sealed class DeliverySide
{
    private readonly SimHost _host;
    private readonly MemoryLog _broker;
    private readonly SimClock _clock;
    private readonly FormCounts _counts;
    private readonly CommittedLog _log;
    private readonly BatchSteps _steps;
    private readonly string _input;
    private readonly List<BatchWork> _works = [];
    private DeliveryBoard _board = new();
    private InstructionBuffer _buffer;
    private BatchCommits _commits;
    private long[] _positions;

    public DeliverySide(SimHost host, MemoryLog broker, FusionModel fusion, SimClock clock, FormCounts counts)
    {
        (_host, _broker, _clock, _counts) = (host, broker, clock, counts);
        _log = new CommittedLog(broker, host.Topics, clock, counts, host.Mutation.Receipt is null ? null : message => Misread(host, message));
        _steps = new BatchSteps(fusion, host.Delivery, NullLogger.Instance);
        _input = host.Topics.Journal;
        _positions = new long[broker.Partitions];
        (_buffer, _commits) = (null!, null!);
        Restart();
    }

    public CommittedLog Log => _log;

    /// <summary>Batches that have not ended.</summary>
    public int Unfinished => _works.Count;

    /// <summary>Where the unfinished batches stand, for a history that does not end.</summary>
    public string Describe() => string.Join("; ", _works.Select(w => $"{w.Batch.BatchId} in {w.Status.State} ({w.Status.Attempts.Count} attempts) {w.Reason}"));

    public bool HasInput => Enumerable.Range(0, _broker.Partitions).Any(p => _positions[p] < _broker.Of(_input, p).Count);

    public bool HasBuffered => !_buffer.IsEmpty;

    /// <summary>Forgets everything that is not committed, and goes on from the topic.</summary>
    public void Restart()
    {
        _log.CancelCrash();
        foreach (var work in _works)
        {
            _counts.Saw(Forms.CrashOfDeliveryIn(work.Status.State));
        }

        _works.Clear();
        _board = new DeliveryBoard();
        _buffer = new InstructionBuffer(_host.Delivery, _clock);
        _commits = new BatchCommits(_log, _host.Codec, _board, DeliveryProbe.None, _clock);
        var restore = new DeliveryRestore();
        foreach (var (key, value) in _log.Table)
        {
            restore.Apply(key, _host.Codec.Record(value));
        }

        for (var p = 0; p < _positions.Length; p++)
        {
            _positions[p] = restore.Positions.GetValueOrDefault(p);
        }

        foreach (var work in restore.Unfinished())
        {
            Add(work);
        }
    }

    /// <summary>Reads what a partition has, up to the first record that must wait for the one before it.</summary>
    /// <returns>Whether anything was read.</returns>
    public bool Read(int partition)
    {
        var records = _broker.Of(_input, partition);
        var begun = _positions[partition];
        while (_positions[partition] < records.Count && Place(records[(int)_positions[partition]], partition))
        {
            _positions[partition]++;
        }

        return _positions[partition] > begun;
    }

    /// <summary>Seals what is buffered into batches.</summary>
    public void Seal()
    {
        if (_buffer.IsEmpty)
        {
            return;
        }

        var batches = BatchSealer.Seal(_buffer.Items, _host.Delivery, _clock.GetUtcNow());
        List<LogMessage> messages = [.. batches.SelectMany(b => new[] { _host.Codec.Batch(b.Batch), _host.Codec.State(b.Status) })];
        messages.AddRange(_buffer.Next.Select(n => _host.Codec.Position(n.Key, n.Value)));
        Done(_log.CommitAsync(new LogEntry(messages), CancellationToken.None));
        foreach (var batch in batches)
        {
            Add(batch);
        }

        _buffer.Clear();
    }

    /// <summary>One step of one batch.</summary>
    public void Step(int which)
    {
        if (_works.Count == 0)
        {
            return;
        }

        var work = _works[which % _works.Count];
        if (TryStep(work) is { } result)
        {
            Apply(work, result);
        }
    }

    // As in the product's runner: trouble is waited out; after a refused question about a job the ledger is asked first.
    private StepResult? TryStep(BatchWork work)
    {
        try
        {
            return Result(_steps.NextAsync(work, CancellationToken.None));
        }
        catch (FusionException failure)
        {
            work.Unsure |= failure.Kind == FusionErrorKind.Poison && work.Status.State == DeliveryState.Importing;
            return null;
        }
        catch (BatchHeldException)
        {
            return null;
        }
    }

    private void Apply(BatchWork work, StepResult result)
    {
        switch (result)
        {
            case StepResult.Move move:
                Done(_commits.MoveAsync(work, move.Status, CancellationToken.None));
                if (DeliveryTransitions.IsEnd(work.Status.State))
                {
                    Remove(work);
                }

                break;
            case StepResult.Halves:
                var halves = Result(_commits.SplitAsync(work, CancellationToken.None));
                Remove(work);
                foreach (var half in halves)
                {
                    Add(half);
                }

                break;
        }
    }

    private bool Place(LogRecord record, int partition)
    {
        var instruction = _host.InstructionOf(record);
        var item = new BufferedInstruction(instruction, partition, _positions[partition], record.Value!.Length);
        var ahead = _buffer.KeyOf(instruction.RecordId) ?? _board.KeyOf(instruction.RecordId);
        if (ahead is null)
        {
            _buffer.Add(item);
        }
        else if (ahead == instruction.IdempotencyKey)
        {
            _board.Repeated();
            _buffer.Pass(partition, item.Offset);
        }
        else
        {
            return false;
        }

        return true;
    }

    private static byte[]? Misread(SimHost host, LogMessage message)
    {
        var topic = host.Topics.JournalReceipt;
        return message.Topic == topic && message.Value is { } value
            ? host.Bytes(host.Serdes.Receipt, topic, message.Key, host.Mutation.Receipt!(host.Serdes.Receipt.Deserialize(topic, value)))
            : message.Value;
    }

    private void Add(BatchWork work)
    {
        _board.Add(work);
        _works.Add(work);
    }

    private void Remove(BatchWork work)
    {
        _board.Remove(work);
        _works.Remove(work);
    }

    private static T Result<T>(Task<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("A step waits for something outside the history.");

    private static void Done(Task task)
    {
        if (!task.IsCompleted)
        {
            throw new InvalidOperationException("A commit waits for something outside the history.");
        }

        task.GetAwaiter().GetResult();
    }
}
