using System.Text.Json;

namespace Syntra.Bench.Engine;

internal static class Program
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>"broker FOLDER" serves the broker under test; anything else runs the benchmark, "engine-only" without a broker, "eos" only the comparison through one.</summary>
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["broker", var folder])
        {
            await BrokerUnderTest.ServeAsync(folder);
            return 0;
        }

        var options = new EngineBenchOptions
        {
            EngineOnly = arguments.Contains("engine-only", StringComparer.Ordinal),
            EosOnly = arguments.Contains("eos", StringComparer.Ordinal),
            BootstrapServers = Environment.GetEnvironmentVariable("SYNTRA_TEST_BOOTSTRAP"),
            Progress = step => Console.Error.WriteLine(step),
        };
        Console.WriteLine(JsonSerializer.Serialize(await EngineBench.RunAsync(options), Json));
        return 0;
    }
}
