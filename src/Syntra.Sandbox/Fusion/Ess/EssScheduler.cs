using System.Threading.Channels;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Ess;

/// <summary>Runs due requests until it is stopped. It holds nothing in memory: what is due, and what for, stands in the database,
/// so a new process goes on where the old one was killed.</summary>
internal sealed class EssScheduler : IAsyncDisposable
{
    private readonly FusionDatabase _database;
    private readonly EssStepper _stepper;
    private readonly TimeProvider _clock;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly Task _loop;

    public EssScheduler(FusionDatabase database, ObjectStore objects, FusionLatencies latencies, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
        _stepper = new EssStepper(objects, latencies);
        _timer = clock.CreateTimer(_ => Wake(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _loop = Task.Run(RunAsync);
        Wake();
    }

    /// <summary>Says that something may have become due.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        await _timer.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _wake.Reader.WaitToReadAsync(_stop.Token))
            {
                _wake.Reader.TryRead(out _);
                RunDue();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The pod is shut down; what is under way goes on at the next start.
        }
    }

    private void RunDue()
    {
        while (!_stop.IsCancellationRequested)
        {
            var now = Now();
            var due = _database.Read(s => s.Query(
                "SELECT request_id FROM ess_request WHERE due_at <= @now ORDER BY due_at, request_id LIMIT 100", static r => r.GetInt64(0), ("@now", now)));
            if (due.Count == 0)
            {
                ArmTimer();
                return;
            }

            foreach (var id in due.TakeWhile(_ => !_stop.IsCancellationRequested))
            {
                StepOne(id);
            }
        }
    }

    private void ArmTimer()
    {
        var now = Now();
        var next = _database.Read(static s => s.Query("SELECT min(due_at) FROM ess_request WHERE due_at IS NOT NULL", static r => r.Number(0)))[0];
        if (next is { } at)
        {
            _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, at - now)), Timeout.InfiniteTimeSpan);
        }

        // A timer counts from the moment it is set: if the clock was moved since it was read, the timer would be late by as much.
        if (Now() != now)
        {
            Wake();
        }
    }

    private void StepOne(long id)
    {
        try
        {
            _database.Write(s => _stepper.Step(s, id, Now()));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The boundary of the scheduler: a job that throws ends in ERROR, as on a pod; the others go on.
            _database.Write(s => _stepper.Fail(s, id, Now(), failure.ToString()));
        }
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
