using System.Diagnostics;
using Syntra.Kafka.Embedded;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Bench.Engine;

/// <summary>The broker that both the bare loop and the engine run against: a given one, or an embedded one in a child process.</summary>
internal sealed class BrokerUnderTest : IAsyncDisposable
{
    private readonly Process? _process;
    private readonly string? _folder;

    private BrokerUnderTest(string bootstrap, Process? process, string? folder) => (Bootstrap, _process, _folder) = (bootstrap, process, folder);

    public string Bootstrap { get; }

    public bool CanDelayCommits => _process is not null;

    public static async Task<BrokerUnderTest> StartAsync(string? bootstrap, CancellationToken ct)
    {
        if (bootstrap is not null)
        {
            return new BrokerUnderTest(bootstrap, null, null);
        }

        var folder = Directory.CreateTempSubdirectory("syntra-bench-").FullName;
        var process = ChildProcess.Start("broker", folder);
        var line = await process.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("The broker process ended before it listened.");
        return new BrokerUnderTest(line, process, folder);
    }

    /// <summary>Delays every EndTxn from now on; zero stops that.</summary>
    public async Task DelayCommitsAsync(TimeSpan by)
    {
        await _process!.StandardInput.WriteLineAsync($"{(long)by.TotalMilliseconds}");
        await _process.StandardInput.FlushAsync();
        await _process.StandardOutput.ReadLineAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            return;
        }

        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder!, recursive: true);
    }

    /// <summary>The child's side: says where it listens, takes delays in milliseconds, ends with its input.</summary>
    public static async Task ServeAsync(string folder)
    {
        await using var broker = await EmbeddedKafka.StartAsync(new EmbeddedKafkaOptions { DataDirectory = folder, RegistryPort = null }, CancellationToken.None);
        await Console.Out.WriteLineAsync(broker.BootstrapServers);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            broker.ClearHooks();
            if (int.TryParse(line, out var ms) && ms > 0)
            {
                broker.AddHook(new RequestHook(ApiKey.EndTxn, RequestHookAction.Delay) { Times = int.MaxValue, Delay = TimeSpan.FromMilliseconds(ms) });
            }

            await Console.Out.WriteLineAsync("ok");
        }
    }
}
