using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Gaps;
using Syntra.Cerner.Events.Publishing;
using Syntra.Cerner.Fhir.Backfill;
using Syntra.Cerner.Fhir.Configuration;

namespace Syntra.Cli.Runtime;

/// <summary>The polled event sources of a tenant and the back-fills of its webhooks, running until disposed.</summary>
internal sealed class PolledRuntime : IAsyncDisposable
{
    private readonly PolledSources _sources;
    private readonly BackfillWorker _worker;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running;

    private PolledRuntime(PolledSources sources, BackfillWorker worker, ILogger log)
    {
        _sources = sources;
        _worker = worker;
        _running = [.. sources.Sources.Select(s => WatchAsync(s.RunAsync(_stop.Token), s.Name, log)), WatchAsync(worker.RunAsync(_stop.Token), "back-fill", log)];
    }

    /// <summary>The sources.</summary>
    internal IReadOnlyList<string> Names => [.. _sources.Sources.Select(s => s.Name)];

    /// <summary>Starts the sources and the back-fills.</summary>
    internal static PolledRuntime Start(SourcesSettings settings, SourceParts parts, RawEventPublisher publisher, IGapLedger ledger, Func<string, bool> offersEvents)
    {
        var sources = PolledSources.Create(settings, parts, offersEvents);
        var options = new BackfillOptions { Tenant = parts.Tenant, BootstrapServers = parts.BootstrapServers, Sealer = parts.Sealer, Servers = sources.Servers };
        var worker = new BackfillWorker(options, publisher, ledger, parts.Registry, parts.Time, parts.Loggers);
        return new PolledRuntime(sources, worker, parts.Loggers.CreateLogger<PolledRuntime>());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(false);
        _worker.Dispose();
        _sources.Dispose();
        _stop.Dispose();
    }

    private static async Task WatchAsync(Task running, string name, ILogger log)
    {
        try
        {
            await running.ConfigureAwait(false);
        }
        // The boundary of one source: when it stops for good the receiver and the others go on, and the log says so.
        catch (Exception stopped)
        {
            log.LogError("{Source} has stopped: {Fault}", name, stopped is Cerner.Millennium.SourceStoppedException ? stopped.Message : stopped.GetType().FullName);
        }
    }
}
