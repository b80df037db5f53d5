using System.Globalization;
using System.Text.Json;
using Syntra.Bench.Engine.Chaos;
using Syntra.Bench.Engine.LargeStores;
using Syntra.Bench.Engine.Soak;

namespace Syntra.Bench.Engine;

internal static class Program
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>"broker FOLDER" serves the broker under test; "chaos [ROUNDS] [SEED]" kills instances; "soak MINUTES" watches memory under full load; "large-store-worker KEYS" and "large-store KEYS" fill an SQLite store; anything else runs the benchmark, "engine-only" without a broker, "eos" only the comparison through one.</summary>
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["broker", var folder])
        {
            await BrokerUnderTest.ServeAsync(folder);
            return 0;
        }

        if (arguments is ["chaos-worker", .. var worker])
        {
            await ChaosWorker.RunAsync(worker);
            return 0;
        }

        if (arguments is ["soak-worker", .. var soaked])
        {
            await SoakWorker.RunAsync(soaked);
            return 0;
        }

        if (arguments is ["soak", var minutes])
        {
            var soak = new SoakOptions
            {
                Duration = TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)),
                BootstrapServers = Environment.GetEnvironmentVariable("SYNTRA_TEST_BOOTSTRAP"),
                Progress = step => Console.Error.WriteLine(step),
            };
            var soakReport = await SoakRun.RunAsync(soak);
            Console.WriteLine(JsonSerializer.Serialize(soakReport, Json));
            return soakReport.Steady ? 0 : 1;
        }

        if (arguments is ["large-store-worker", var count])
        {
            Console.WriteLine(JsonSerializer.Serialize(await LargeStoreWorker.RunAsync(int.Parse(count, CultureInfo.InvariantCulture))));
            return 0;
        }

        if (arguments is ["large-store", var keys])
        {
            Console.WriteLine(JsonSerializer.Serialize(await LargeStoreRun.RunAsync(int.Parse(keys, CultureInfo.InvariantCulture)), Json));
            return 0;
        }

        if (arguments is ["chaos", .. var chaos])
        {
            var rounds = chaos.Length > 0 ? int.Parse(chaos[0], CultureInfo.InvariantCulture) : 50;
            var seed = chaos.Length > 1 ? int.Parse(chaos[1], CultureInfo.InvariantCulture) : 1;
            var report = await ChaosRun.RunAsync(new ChaosOptions { Rounds = rounds, Seed = seed, Progress = step => Console.Error.WriteLine(step) });
            Console.WriteLine(JsonSerializer.Serialize(report, Json));
            return report.Exact ? 0 : 1;
        }

        var options = new EngineBenchOptions
        {
            EngineOnly = arguments.Contains("engine-only", StringComparer.Ordinal),
            EosOnly = arguments.Contains("eos", StringComparer.Ordinal),
            RestoreOnly = arguments.Contains("restore", StringComparer.Ordinal),
            BootstrapServers = Environment.GetEnvironmentVariable("SYNTRA_TEST_BOOTSTRAP"),
            Progress = step => Console.Error.WriteLine(step),
        };
        Console.WriteLine(JsonSerializer.Serialize(await EngineBench.RunAsync(options), Json));
        return 0;
    }
}
