using Microsoft.Extensions.Logging;
using Syntra.Streams;

namespace Syntra.Bench.Engine.Chaos;

/// <summary>One instance, as a process: runs until its input closes, or until it is killed.</summary>
internal static class ChaosWorker
{
    public static async Task RunAsync(string[] arguments)
    {
        var (bootstrap, application, events, rows, output, folder, sqlite) =
            (arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5], arguments[6] == "sqlite");
        var config = new StreamsConfig
        {
            ApplicationId = application,
            BootstrapServers = bootstrap,
            StateDirectory = folder,
            CommitInterval = TimeSpan.FromMilliseconds(50),
            SessionTimeout = TimeSpan.FromSeconds(6),
            TransactionTimeout = TimeSpan.FromSeconds(5),
        };
        using var log = new FileLog(Path.Combine(folder, "worker.log"));
        await using var app = new StreamsApplication(ChaosTopology.Build(events, rows, output, sqlite), config, log);
        await app.StartAsync();
        var end = Console.In.ReadLineAsync();
        await Task.WhenAny(end, app.Completion);
        await app.StopAsync();
    }

    /// <summary>Appends to a file that survives the process, for looking at afterwards.</summary>
    private sealed class FileLog(string path) : ILoggerFactory, ILogger
    {
        private readonly Lock _gate = new();

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_gate)
            {
                File.AppendAllText(path, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {logLevel} {formatter(state, exception)} {exception}\n");
            }
        }

        public void Dispose()
        {
        }
    }
}
