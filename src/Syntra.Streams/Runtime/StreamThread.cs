using Microsoft.Extensions.Logging;
using Syntra.Streams.Errors;
using Syntra.Streams.State;

namespace Syntra.Streams.Runtime;

/// <summary>
/// One stream thread: polls, processes its tasks' batches, punctuates, commits. Everything but the commit itself and
/// the restore happens on this thread.
/// </summary>
internal sealed class StreamThread : IAssignmentListener
{
    private const int MaxFailuresInARow = 30;
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(100);
    private readonly StreamsConfig _config;
    private readonly TaskManager _tasks;
    private readonly IStreamConsumer _consumer;
    private readonly IThreadOutput _output;
    private readonly Checkpointer _checkpoints;
    private readonly ILogger _log;
    private readonly Action<StreamThread, StreamThreadState, Exception?> _changed;
    private readonly Thread _thread;
    private readonly long _commitInterval;
    private readonly InputGate _input;
    private volatile bool _stop;
    private ClientException? _pendingFailure;
    private long _lastCommit;
    private bool _dirty;
    private int _failures;

    public StreamThread(string name, StreamsConfig config, ThreadParts parts, ILogger log, Action<StreamThread, StreamThreadState, Exception?> changed)
    {
        (Name, _config, _log, _changed) = (name, config, log, changed);
        (_tasks, _consumer, _output, _checkpoints) = (parts.Tasks, parts.Consumer, parts.Output, parts.Checkpoints);
        _input = new InputGate(_tasks, _consumer, config.BufferedRecordsPerPartition);
        LastLoop = config.TimeProvider.GetTimestamp();
        _commitInterval = (long)(config.EffectiveCommitInterval.TotalSeconds * config.TimeProvider.TimestampFrequency);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
    }

    public string Name { get; }

    public TaskManager Tasks => _tasks;

    public StreamThreadState State { get; private set; } = StreamThreadState.Created;

    /// <summary>Records processed since the start.</summary>
    public long Processed { get; private set; }

    /// <summary>True when nothing waits to be committed and no commit is under way.</summary>
    public bool AllCommitted { get; private set; } = true;

    /// <summary>Commits begun since the start.</summary>
    public long Commits { get; private set; }

    /// <summary>Times that the tasks started again from what was committed.</summary>
    public long Recoveries { get; private set; }

    /// <summary>When the thread last came round.</summary>
    public long LastLoop { get; private set; }

    public void Start() => _thread.Start();

    public void RequestStop() => _stop = true;

    public bool Join(TimeSpan timeout) => _thread.Join(timeout);

    void IAssignmentListener.Assigned(IReadOnlyCollection<PartitionId> partitions)
    {
        _log.LogInformation("{Thread}: {Count} partitions assigned.", Name, partitions.Count);
        _input.Assigned(partitions, _tasks.Assign(partitions));
        Become(_tasks.AnyRestoring ? StreamThreadState.Restoring : StreamThreadState.Running);
    }

    void IAssignmentListener.Revoked(IReadOnlyCollection<PartitionId> partitions)
    {
        _log.LogInformation("{Thread}: {Count} partitions revoked.", Name, partitions.Count);
        Become(StreamThreadState.PartitionsRevoked);
        CloseFor(partitions, TryCommitNow());
    }

    void IAssignmentListener.Lost(IReadOnlyCollection<PartitionId> partitions)
    {
        _log.LogWarning("{Thread}: {Count} partitions lost; what was not committed is dropped and done again elsewhere.", Name, partitions.Count);
        Become(StreamThreadState.PartitionsRevoked);
        Quiesce();
        CloseFor(partitions, clean: false);
        _pendingFailure ??= new ClientException(ErrorKind.Abortable, "poll", "partitions were lost");
    }

    private void Run()
    {
        Exception? failure = null;
        try
        {
            Become(StreamThreadState.Starting);
            _output.Start();
            _consumer.Subscribe(_tasks.InputTopics, this);
            while (!_stop)
            {
                StepOrRecover();
            }

            Become(StreamThreadState.PendingShutdown);
            _tasks.CloseAll(TryCommitNow(), _checkpoints);
        }
        catch (Exception e) when (Keep(e, out failure))
        {
            // The thread's boundary: the application hears of it and stops.
            _log.LogError("{Thread} stops because of an error: {Error} {Origin}", Name, e.Message, (e as StreamsException)?.Origin ?? e.StackTrace);
        }
        finally
        {
            Release();
            Become(StreamThreadState.Dead, failure);
        }
    }

    private static bool Keep(Exception e, out Exception? kept)
    {
        kept = e;
        return true;
    }

    private void Release()
    {
        try
        {
            Quiesce();
            _tasks.CloseAll(clean: false, _checkpoints);
            _output.Dispose();
            _consumer.Close();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The thread's boundary: whatever cannot be closed must not keep the rest open, nor end the process.
            _log.LogWarning("{Thread}: closing: {Failure}", Name, e.Message);
        }

        _consumer.Dispose();
    }

    private void StepOrRecover()
    {
        try
        {
            Step();
        }
        catch (ClientException e) when (e.Kind is ErrorKind.Abortable or ErrorKind.Fenced or ErrorKind.Retriable)
        {
            if (++_failures > MaxFailuresInARow)
            {
                throw new StreamsException($"{Name} gives up after {_failures} failures in a row: {e.Message}", e);
            }

            _log.LogWarning("{Thread}: {Failure}; the tasks start again from what is committed.", Name, e.Message);
            Recover(e.Kind == ErrorKind.Fenced);
        }
    }

    private void Recover(bool fenced)
    {
        Recoveries++;
        _pendingFailure = null;
        _dirty = false;
        _output.Reset(fenced);
        _input.Assigned([], _tasks.ResetAll(_checkpoints));
        _input.ApplyPending();
        Become(_tasks.AnyRestoring ? StreamThreadState.Restoring : State);
    }

    private void Step()
    {
        _consumer.Poll(PollTimeout(), _config.MaxPollRecords, _input);
        if (_pendingFailure is { } failure)
        {
            throw failure;
        }

        _input.ApplyPending();
        StartRestored();
        var now = LastLoop = _config.TimeProvider.GetTimestamp();
        var processed = ProcessBatches(now);
        Punctuate();
        _input.BackPressure();
        MaybeCommit(now);
        AllCommitted = !_dirty && !_output.HasUncommitted && _output.Idle;
        Processed += processed;
    }

    private int ProcessBatches(long now)
    {
        var processed = 0;
        foreach (var task in _tasks.Running)
        {
            var waits = task.ShouldWaitForInput();
            task.WaitingSince = !waits ? 0 : task.WaitingSince == 0 ? now : task.WaitingSince;
            if (!waits || IdledOut(task, now))
            {
                processed += task.Process(_config.MaxPollRecords, inOrder: !waits && _config.MaxTaskIdle > TimeSpan.Zero);
            }
        }

        _dirty |= processed > 0 || _input.PositionsMoved;
        _input.PositionsMoved = false;
        return processed;
    }

    /// <summary>True when a task has waited long enough for an input that is slow; it goes on without it until it comes.</summary>
    private bool IdledOut(StreamTask task, long now) => _config.TimeProvider.GetElapsedTime(task.WaitingSince, now) >= _config.MaxTaskIdle;

    private void Punctuate()
    {
        long? nowMs = null;
        foreach (var task in _tasks.Running)
        {
            if (task.NextWallClockPunctuation != long.MaxValue)
            {
                nowMs ??= _config.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();
                task.PunctuateWallClock(nowMs.Value);
            }
        }
    }

    private int PollTimeout()
    {
        if (_input.HasPending || AnyTaskCanGoOn())
        {
            return 0;
        }

        var wait = MaxWait;
        if (_dirty || _output.HasUncommitted)
        {
            var left = _lastCommit + _commitInterval - _config.TimeProvider.GetTimestamp();
            wait = TimeSpan.FromSeconds(Math.Clamp((double)left / _config.TimeProvider.TimestampFrequency, 0.001, wait.TotalSeconds));
        }

        return (int)Math.Ceiling((_tasks.AnyRestoring ? TimeSpan.FromMilliseconds(Math.Min(5, wait.TotalMilliseconds)) : NextPunctuation(wait)).TotalMilliseconds);
    }

    private bool AnyTaskCanGoOn()
    {
        foreach (var task in _tasks.Running)
        {
            if (task.HasRecords() && !task.ShouldWaitForInput())
            {
                return true;
            }
        }

        return false;
    }

    private TimeSpan NextPunctuation(TimeSpan wait)
    {
        var next = long.MaxValue;
        foreach (var task in _tasks.Running)
        {
            next = Math.Min(next, task.NextWallClockPunctuation);
        }

        return next == long.MaxValue ? wait : TimeSpan.FromMilliseconds(
            Math.Clamp(next - _config.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds(), 1, wait.TotalMilliseconds));
    }

    private void StartRestored()
    {
        foreach (var request in _tasks.TakeRestored())
        {
            if (request.NeedsPositions)
            {
                _consumer.Reposition(request.Inputs.ToDictionary(p => p, p => request.Committed.TryGetValue(p, out var o) ? (long?)o : null));
            }

            _consumer.Resume(request.Inputs);
            Become(_tasks.AnyRestoring ? StreamThreadState.Restoring : StreamThreadState.Running);
        }
    }

    private void MaybeCommit(long now)
    {
        if (!_output.Idle)
        {
            return;
        }

        if ((_dirty || _output.HasUncommitted) && (now - _lastCommit >= _commitInterval || CommitRequested()))
        {
            BeginCommit(now);
        }
    }

    private bool CommitRequested()
    {
        foreach (var task in _tasks.Running)
        {
            if (task.CommitRequested)
            {
                return true;
            }
        }

        return false;
    }

    private void BeginCommit(long now)
    {
        var offsets = new List<PartitionOffset>();
        var stores = new List<StoreInstance>();
        foreach (var task in _tasks.Running)
        {
            task.CommitRequested = false;
            task.SealStores(stores);
            foreach (var queue in task.Queues)
            {
                if (queue.NextOffset is { } next && next != queue.CommittedOffset)
                {
                    offsets.Add(new PartitionOffset(queue.Id, next));
                    queue.CommittedOffset = next;
                }
            }
        }

        _output.BeginCommit(new CommitBatch(offsets, _consumer.GroupMetadata, stores));
        (_lastCommit, _dirty, _failures) = (now, false, 0);
        Commits++;
    }

    /// <summary>Commits everything and waits; false when that failed, and the failure is kept for the next step.</summary>
    private bool TryCommitNow()
    {
        try
        {
            if (_pendingFailure is not null)
            {
                return false;
            }

            _output.WaitCommitted();
            if (_dirty || _output.HasUncommitted)
            {
                BeginCommit(_config.TimeProvider.GetTimestamp());
                _output.WaitCommitted();
            }

            return true;
        }
        catch (ClientException e)
        {
            _log.LogWarning("{Thread}: the commit failed: {Failure}", Name, e.Message);
            _pendingFailure = e;
            return false;
        }
    }

    /// <summary>Waits until no commit touches the stores any more, whatever became of it.</summary>
    private void Quiesce()
    {
        try
        {
            _output.WaitCommitted();
        }
        catch (ClientException e)
        {
            _log.LogWarning("{Thread}: the last commit failed: {Failure}", Name, e.Message);
        }
    }

    private void CloseFor(IReadOnlyCollection<PartitionId> partitions, bool clean)
    {
        _input.Gone(partitions);
        _tasks.Close(partitions, clean, _checkpoints);
    }

    private void Become(StreamThreadState state, Exception? failure = null)
    {
        if (state != State)
        {
            StreamThreadStates.Check(State, state);
            State = state;
            _changed(this, state, failure);
        }
    }
}

/// <summary>What a stream thread works with; the thread owns consumer and output.</summary>
internal sealed record ThreadParts(TaskManager Tasks, IStreamConsumer Consumer, IThreadOutput Output, Checkpointer Checkpoints);
