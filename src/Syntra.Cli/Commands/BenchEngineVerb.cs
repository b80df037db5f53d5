using System.CommandLine;
using Syntra.Bench.Engine;
using Syntra.Bench.Engine.Chaos;
using Syntra.Bench.Engine.LargeStores;
using Syntra.Bench.Engine.Soak;

namespace Syntra.Cli.Commands;

/// <summary>`syntra bench engine` and `syntra bench chaos`: the stream engine's figures, its long runs, and its faults.</summary>
internal static class BenchEngineVerb
{
    private const int LargeStoreKeys = 10_000_000;

    internal static Command CreateEngine()
    {
        var bootstrap = Bootstrap();
        var soak = new Option<double?>("--soak") { Description = "Instead: full load for so many minutes, and whether resident memory grew (exit code 3 when it did)" };
        var large = new Option<bool>("--large-store") { Description = "Instead: fill an SQLite store, close it half way, open it, fill the rest, read" };
        var keys = new Option<int>("--keys") { Description = "Keys of the large store", DefaultValueFactory = _ => LargeStoreKeys };
        return BenchVerb.Verb(
            "engine",
            "The stream engine, alone over fake clients and beside a bare transactional loop through a broker",
            [bootstrap, soak, large, keys],
            async (parsed, cancellation) => (parsed.GetValue(soak), parsed.GetValue(large)) switch
            {
                ({ } minutes, _) => await SoakRun.RunAsync(new SoakOptions { Duration = TimeSpan.FromMinutes(minutes), BootstrapServers = parsed.GetValue(bootstrap), Progress = BenchVerb.Say }, cancellation).ConfigureAwait(false),
                (_, true) => await LargeStoreRun.RunAsync(parsed.GetValue(keys), cancellation).ConfigureAwait(false),
                _ => await EngineBench.RunAsync(new EngineBenchOptions { BootstrapServers = parsed.GetValue(bootstrap), Progress = BenchVerb.Say }, cancellation).ConfigureAwait(false),
            },
            static result => result is SoakReport { Steady: false } ? ExitCodes.Disagrees : ExitCodes.Done);
    }

    internal static Command CreateChaos()
    {
        var bootstrap = Bootstrap();
        var rounds = new Option<int>("--rounds") { Description = "Kills, stops and starts", DefaultValueFactory = _ => 50 };
        var seed = new Option<int>("--seed") { Description = "What the moments are drawn from", DefaultValueFactory = _ => 1 };
        var sqlite = new Option<bool>("--sqlite") { Description = "Keep the stores in SQLite files instead of memory" };
        return BenchVerb.Verb(
            "chaos",
            "Kill, stop and start stream instances at random and compare the committed output (exit code 3 when it differs)",
            [bootstrap, rounds, seed, sqlite],
            async (parsed, cancellation) => await ChaosRun.RunAsync(
                new ChaosOptions
                {
                    BootstrapServers = parsed.GetValue(bootstrap),
                    Rounds = parsed.GetValue(rounds),
                    Seed = parsed.GetValue(seed),
                    Sqlite = parsed.GetValue(sqlite),
                    Progress = BenchVerb.Say,
                },
                cancellation).ConfigureAwait(false),
            static result => result is ChaosReport { Exact: false } ? ExitCodes.Disagrees : ExitCodes.Done);
    }

    private static Option<string?> Bootstrap() => new("--bootstrap")
    {
        Description = "Brokers to run against; without it SYNTRA_TEST_BOOTSTRAP, without that an embedded broker in a process of its own",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("SYNTRA_TEST_BOOTSTRAP") is { Length: > 0 } given ? given : null,
    };
}
