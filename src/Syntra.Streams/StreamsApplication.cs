using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Streams.Errors;
using Syntra.Streams.Kafka;
using Syntra.Streams.Queries;
using Syntra.Streams.Runtime;
using Syntra.Streams.State;
using Syntra.Streams.Windows;

namespace Syntra.Streams;

/// <summary>
/// Runs a topology against a Kafka cluster. Scale out by starting more processes with the same application id.
/// Start once, stop once; a stopped application is not started again.
/// </summary>
public sealed class StreamsApplication : IAsyncDisposable
{
    private static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(1);
    private readonly Topology _topology;
    private readonly StreamsConfig _config;
    private readonly ILogger _log;
    private readonly Func<IClients> _createClients;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StreamsRuntime? _runtime;
    private Task? _closing;

    /// <summary>Makes an application; nothing is contacted before <see cref="StartAsync"/>.</summary>
    public StreamsApplication(Topology topology, StreamsConfig config, ILoggerFactory? loggerFactory = null)
        : this(topology, config, loggerFactory, null)
    {
    }

    internal StreamsApplication(Topology topology, StreamsConfig config, ILoggerFactory? loggerFactory, Func<IClients>? createClients)
    {
        config.Validate();
        (_topology, _config) = (topology, config);
        _log = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<StreamsApplication>();
        _createClients = createClients ?? (() => new ConfluentClients(config, _log));
    }

    /// <summary>Called on every change of state, from whichever thread caused it; must return quickly.</summary>
    public event EventHandler<StateChangedEventArgs>? StateChanged;

    /// <summary>The state now.</summary>
    public StreamsApplicationState State { get; private set; } = StreamsApplicationState.Created;

    /// <summary>What made the application fail, if it did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Completes when the application has closed; faults when it closed because of a failure.</summary>
    public Task Completion => _finished.Task;

    internal StreamsRuntime? Runtime => _runtime;

    /// <summary>Checks topics, reads global tables, starts the threads. Returns when they run; partitions come a little later.</summary>
    /// <exception cref="StreamsException">The application cannot start; the message says what to change.</exception>
    public async Task StartAsync(CancellationToken ct = default)
    {
        Become(StreamsApplicationState.Starting);
        try
        {
            var runtime = new StreamsRuntime(_topology, _config, _createClients, _log, ThreadChanged, Fail);
            _runtime = runtime;
            await runtime.PrepareAsync(ct);
            Become(StreamsApplicationState.Rebalancing);
            runtime.StartThreads();
        }
        catch (Exception e) when (FailStart(e))
        {
            await _closing!;
            throw;
        }
    }

    /// <summary>Commits, leaves the group and closes; returns within about five seconds when the broker answers.</summary>
    public async Task StopAsync(CancellationToken ct = default)
    {
        var closing = BeginClose(StreamsApplicationState.PendingShutdown, null);
        await closing.WaitAsync(ct);
    }

    /// <summary>
    /// Reads a key-value store or table over all tasks of this process, or a global table. What other instances hold is not
    /// seen. Under exactly-once the content may be ahead of the last commit.
    /// </summary>
    /// <exception cref="InvalidOperationException">The application does not run, or the store holds other types.</exception>
    public IReadOnlyKeyValueStore<TKey, TValue> KeyValueStore<TKey, TValue>(string name) =>
        Running.Globals.TryGetValue(name, out var global)
            ? global as IReadOnlyKeyValueStore<TKey, TValue> ?? throw new InvalidOperationException($"Global table {name} does not hold these types.")
            : new LocalKeyValueView<TKey, TValue>(Known(name), () => Running.RunningTasks);

    /// <summary>Reads a windowed table over all tasks of this process.</summary>
    /// <exception cref="InvalidOperationException">The application does not run, or the store holds other types.</exception>
    public IReadOnlyWindowStore<TKey, TValue> WindowStore<TKey, TValue>(string name) =>
        new LocalWindowView<TKey, TValue>(Known(name), () => Running.RunningTasks);

    /// <summary>How the application is doing.</summary>
    public StreamsHealth GetHealth()
    {
        var threads = (_runtime?.Threads ?? []).Select(t => new StreamsThreadHealth(
            t.Name, t.State.ToString(), [.. t.Tasks.Running.Select(r => r.Id.ToString())], _config.TimeProvider.GetElapsedTime(t.LastLoop), t.Processed)).ToList();
        var stuck = State is StreamsApplicationState.Running or StreamsApplicationState.Rebalancing ? threads.Find(t => t.SinceLastLoop > StuckAfter) : null;
        var reason = Failure is not null ? $"failed: {Failure.Message}" : stuck is not null ? $"{stuck.Name} has not come round for {stuck.SinceLastLoop.TotalSeconds:F0} s" : null;
        return new StreamsHealth(reason is null, State, reason, threads);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();

        // Who disposes has had the chance to look at Completion.
        _ = _finished.Task.Exception;
    }

    private StreamsRuntime Running => _closing is null && _runtime is { } runtime
        ? runtime
        : throw new InvalidOperationException($"The application is {State}; its stores can be read while it runs.");

    private string Known(string store) => _topology.Graph.Stores.ContainsKey(store)
        ? store
        : throw new InvalidOperationException($"The topology has no store named {store}.");

    private bool FailStart(Exception e)
    {
        _ = BeginClose(StreamsApplicationState.PendingError, e);
        return true;
    }

    private void Fail(Exception failure) => _ = BeginClose(StreamsApplicationState.PendingError, failure);

    private Task BeginClose(StreamsApplicationState via, Exception? failure)
    {
        lock (_gate)
        {
            if (_closing is null)
            {
                Failure = failure;
                Become(via);

                // Not on the caller's thread: a stream thread that failed would wait for itself.
                _closing = Task.Run(() => CloseAsync(failure));
            }

            return _closing;
        }
    }

    private async Task CloseAsync(Exception? failure)
    {
        if (_runtime is not null)
        {
            await _runtime.DisposeAsync();
        }

        Become(failure is null ? StreamsApplicationState.NotRunning : StreamsApplicationState.Error);
        if (failure is null)
        {
            _finished.TrySetResult();
        }
        else
        {
            _finished.TrySetException(failure);
        }
    }

    private void ThreadChanged(StreamThread thread, StreamThreadState state, Exception? failure)
    {
        if (failure is not null)
        {
            Fail(failure);
            return;
        }

        lock (_gate)
        {
            if (_closing is null && State is StreamsApplicationState.Rebalancing or StreamsApplicationState.Running)
            {
                Become(_runtime!.AllRunning ? StreamsApplicationState.Running : StreamsApplicationState.Rebalancing);
            }
        }
    }

    private void Become(StreamsApplicationState next)
    {
        StateChangedEventArgs change;
        lock (_gate)
        {
            if (next == State)
            {
                return;
            }

            if (!StreamsApplicationStates.May(State, next))
            {
                throw new InvalidOperationException($"An application that is {State} cannot become {next}.");
            }

            change = new StateChangedEventArgs(State, next, Failure);
            State = next;
        }

        _log.LogInformation("{Application}: {Previous} -> {Current}", _config.ApplicationId, change.Previous, change.Current);
        StateChanged?.Invoke(this, change);
    }
}
