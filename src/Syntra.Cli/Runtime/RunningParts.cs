using Syntra.Streams;

namespace Syntra.Cli.Runtime;

/// <summary>The parts of a runtime that work until it ends, each in a task of its own, beside its streams.</summary>
internal sealed class RunningParts(string streamsName, StreamsApplication streams) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(string Part, Task Work)> _running = [];

    internal void Add(string part, Func<CancellationToken, Task> run) => _running.Add((part, Task.Run(() => run(_stop.Token), _stop.Token)));

    /// <summary>Throws what stopped a part that was meant to go on.</summary>
    /// <exception cref="CommandException">A part has stopped; names it and the reason.</exception>
    internal void ThrowIfStopped()
    {
        foreach (var (part, work) in _running.Where(entry => entry.Work.IsCompleted))
        {
            var reason = work.Exception?.InnerException;
            throw new CommandException($"{part} has stopped: {reason?.Message ?? "it ended"}", reason);
        }

        if (streams.State is StreamsApplicationState.PendingError or StreamsApplicationState.Error)
        {
            throw new CommandException($"{streamsName} have stopped: {streams.Failure?.Message}", streams.Failure);
        }
    }

    /// <summary>Ends the parts, then the streams.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var (_, work) in _running)
        {
            // What a part failed with was reported while it mattered; here it only has to be over.
            await work.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        }

        await streams.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }
}
