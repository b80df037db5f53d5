using Microsoft.Data.Sqlite;

namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>Carries out a <see cref="FeedPlan"/>: the part that every feeder shares.</summary>
internal sealed class PlannedFeeder : ICernerFeeder
{
    private readonly CernerSandbox _sandbox;
    private readonly FeedPlan _plan;
    private FeedState _state;

    private PlannedFeeder(CernerSandbox sandbox, FeedPlan plan, FeedState state)
    {
        _sandbox = sandbox;
        _plan = plan;
        _state = state;
    }

    public int Run => _state.Run;

    public int WavesDone => _state.WavesDone;

    public int WavesTotal => _plan.Waves.Count;

    public bool Completed => WavesDone >= WavesTotal;

    public FeedCatalogue Catalogue => _plan.Catalogue;

    internal static async Task<PlannedFeeder> OpenAsync(CernerSandbox sandbox, FeedPlan plan, CancellationToken ct)
    {
        await sandbox.WriteLock.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var found = await FeedState.ReadAsync(sandbox.Writer, null, plan.Feed, ct).ConfigureAwait(false);
            if (found is not null && found.PlanHash != plan.Hash)
            {
                throw new InvalidOperationException(
                    $"The database was fed by '{plan.Feed}' from other data or options: use a new directory, or the same ones.");
            }

            if (found is null && await FeedState.ReadOtherFeedAsync(sandbox.Writer, plan.Feed, ct).ConfigureAwait(false) is { } other)
            {
                throw new InvalidOperationException(
                    $"The database was fed by '{other}' and cannot be fed by '{plan.Feed}' too: use a new directory, or the same data.");
            }

            var state = found switch
            {
                null => new FeedState(plan.Hash, Run: 1, WavesDone: 0, Finished: false),
                { Finished: true } => found with { Run = found.Run + 1, WavesDone = 0, Finished = false },
                _ => found,
            };
            return new PlannedFeeder(sandbox, plan, state);
        }
        finally
        {
            sandbox.WriteLock.Release();
        }
    }

    public async Task<FeedProgress> FeedNextWaveAsync(CancellationToken ct = default)
    {
        if (Completed)
        {
            return new FeedProgress(Run, WavesDone, WavesTotal, 0, 0);
        }

        var wave = _plan.Waves[WavesDone];
        var inserted = Run == 1 ? wave.Charges.Count : 0;
        var resaved = Run == 1 ? wave.Resaves.Count : wave.Charges.Count;
        await CommitAsync(
            _state with { WavesDone = WavesDone + 1 },
            rows => Run == 1 ? rows.WriteAsync(wave, _plan, WavesDone == 0, ct) : rows.ResaveAsync(wave.Charges.Select(c => c.ChargeItemId), ct),
            ct).ConfigureAwait(false);
        return new FeedProgress(Run, WavesDone, WavesTotal, inserted, resaved);
    }

    public async Task FinishRunAsync(CancellationToken ct = default)
    {
        if (!Completed)
        {
            throw new InvalidOperationException($"The run is not completed: {_state}, {WavesTotal} in all.");
        }

        await CommitAsync(_state with { Finished = true }, _ => Task.CompletedTask, ct).ConfigureAwait(false);
    }

    private async Task CommitAsync(FeedState next, Func<WaveWriter, Task> write, CancellationToken ct)
    {
        await _sandbox.WriteLock.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var transaction = _sandbox.Writer.BeginTransaction(deferred: false);
            await using (transaction.ConfigureAwait(false))
            {
                await CheckUnmovedAsync(transaction, ct).ConfigureAwait(false);
                var rows = await WaveWriter.StartAsync(_sandbox, transaction, ct).ConfigureAwait(false);
                await write(rows).ConfigureAwait(false);
                await next.WriteAsync(_sandbox.Writer, transaction, _plan.Feed, ct).ConfigureAwait(false);
                await transaction.CommitAsync(ct).ConfigureAwait(false);
            }

            _state = next;
        }
        finally
        {
            _sandbox.WriteLock.Release();
        }
    }

    // Inside the write transaction: a second process on the same file must not feed the wave that this one is about to feed.
    private async Task CheckUnmovedAsync(SqliteTransaction transaction, CancellationToken ct)
    {
        var found = await FeedState.ReadAsync(_sandbox.Writer, transaction, _plan.Feed, ct).ConfigureAwait(false);
        var startsRun = _state.WavesDone == 0 && (found is null || (found.Finished && found.Run == _state.Run - 1));
        if (!startsRun && found != _state)
        {
            throw new InvalidOperationException($"Feed '{_plan.Feed}' was moved on by another process: expected {_state}, found {found}.");
        }
    }
}
