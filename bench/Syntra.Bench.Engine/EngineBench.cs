namespace Syntra.Bench.Engine;

/// <summary>Measures the stream engine: alone over fake clients, and through a broker beside a bare loop, all in one run.</summary>
public static class EngineBench
{
    /// <summary>Runs the benchmark; takes about a minute on four idle cores.</summary>
    public static async Task<EngineBenchResult> RunAsync(EngineBenchOptions options, CancellationToken ct = default)
    {
        var say = options.Progress ?? (static _ => { });
        var alone = new EngineBenchResult();
        if (!options.EosOnly && !options.RestoreOnly)
        {
            say("engine alone");
            alone = await EngineAlone.RunAsync(options.Records, ct);
        }

        if (options.EngineOnly)
        {
            return alone;
        }

        await using var broker = await BrokerUnderTest.StartAsync(options.BootstrapServers, ct);
        return await ThroughBroker.RunAsync(alone, broker, options, say, ct);
    }
}
