using Microsoft.Extensions.Logging;

namespace Syntra.Streams.Tests.Cluster;

/// <summary>An application under test: started, awaited until it runs, stopped at the end.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private RunningApp(StreamsApplication application) => Application = application;

    public StreamsApplication Application { get; }

    public static async Task<RunningApp> StartAsync(Topology topology, StreamsConfig config, bool untilRunning = true)
    {
        var log = Environment.GetEnvironmentVariable("SYNTRA_TEST_LOG") is { Length: > 0 } path ? new FileLogs(path) : null;
        var app = new RunningApp(new StreamsApplication(topology, config, log));
        await app.Application.StartAsync();
        if (untilRunning)
        {
            await app.UntilAsync(StreamsApplicationState.Running);
        }

        return app;
    }

    public Task UntilAsync(StreamsApplicationState state) => Eventually.HoldsAsync(() => Application.State == state, () => $"state is {Application.State}: {Application.Failure}");

    public async ValueTask DisposeAsync() => await Application.DisposeAsync();
}

internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition, Func<string>? otherwise = null, int seconds = Hang.Seconds)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(seconds))
            {
                Assert.Fail(otherwise?.Invoke() ?? "The condition did not hold in time.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}

/// <summary>Logs to a file when someone looks for a fault: set SYNTRA_TEST_LOG.</summary>
internal sealed class FileLogs(string path) : ILoggerFactory, ILogger
{
    private static readonly Lock Gate = new();

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Gate)
        {
            File.AppendAllText(path, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {logLevel} {formatter(state, exception)} {exception}\n");
        }
    }

    public void Dispose()
    {
    }
}
