using Microsoft.AspNetCore.Builder;
using Syntra.Sandbox.Fusion.Ess;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion;

/// <summary>A simulated Fusion pod on 127.0.0.1: real HTTP, a ledger of its own in a SQLite file, and the traps of the real one.
/// It may be killed at any moment: every change of state is one transaction, and requests under way go on at the next start.</summary>
public sealed class FusionSandbox : IAsyncDisposable
{
    private readonly FusionDatabase _database;
    private readonly EssScheduler _scheduler;
    private readonly WebApplication _app;

    private readonly ObjectStore _objects;
    private readonly RequestCounter _counter;
    private int _disposed;

    private FusionSandbox(FusionDatabase database, EssScheduler scheduler, ObjectStore objects, RequestCounter counter, WebApplication app)
    {
        _objects = objects;
        _counter = counter;
        _database = database;
        _scheduler = scheduler;
        _app = app;
    }

    /// <summary>Address of the pod, e.g. http://127.0.0.1:40123/.</summary>
    public Uri BaseUrl => new(_app.Urls.First());

    /// <summary>Opens the database, goes on with the requests that were under way, and listens.</summary>
    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<FusionSandbox> StartAsync(FusionSandboxOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var database = new FusionDatabase(options.DatabaseFile, options.TimeProvider);
        EssScheduler? scheduler = null;
        ObjectStore? objects = null;
        try
        {
            database.Write(session => SetupWriter.Apply(session, options));
            objects = new ObjectStore(database);
            scheduler = new EssScheduler(database, objects, options.Latencies, options.TimeProvider);
            await ObjectSetup.ApplyAsync(objects, options.Objects);
            var counter = new RequestCounter(database);
            var app = FusionServer.Build(options, database, scheduler, objects, counter);
            await app.StartAsync(cancellationToken);
            return new FusionSandbox(database, scheduler, objects, counter, app);
        }
        catch
        {
            if (scheduler is not null)
            {
                await scheduler.DisposeAsync();
            }

            objects?.Dispose();
            database.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening and drops everything as it stands; nothing is drained. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _scheduler.DisposeAsync();
        await _app.DisposeAsync();
        _objects.Dispose();
        _counter.Flush();
        _database.Dispose();
    }
}
