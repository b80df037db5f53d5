using System.CommandLine;
using Syntra.Kafka.Embedded;
using Syntra.Kafka.Embedded.Registry;

namespace Syntra.Cli.Commands;

/// <summary>`syntra broker --dir D --port P`: the embedded Kafka broker and Schema Registry, until Ctrl-C.</summary>
internal static class BrokerVerb
{
    internal static Command Create()
    {
        var directory = new Option<string>("--dir") { Description = "Where the log lies", Required = true };
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one", DefaultValueFactory = _ => 9092 };
        var registry = new Option<int>("--registry-port") { Description = "Port of the Schema Registry on 127.0.0.1; 0 takes a free one", DefaultValueFactory = _ => 8081 };
        var verb = new Command("broker", "Run the single-node Kafka broker and Schema Registry for laptops and tests") { directory, port, registry };
        verb.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(directory)!, parsed.GetValue(port), parsed.GetValue(registry), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(string directory, int port, int registryPort, CancellationToken cancellation)
    {
        await using var kafka = await EmbeddedKafka.StartAsync(new EmbeddedKafkaOptions { DataDirectory = directory, Port = port }, cancellation).ConfigureAwait(false);
        await using var registry = await EmbeddedRegistry.StartAsync(new EmbeddedRegistryOptions { BootstrapServers = kafka.BootstrapServers, Port = registryPort }, cancellation).ConfigureAwait(false);
        Console.Out.WriteLine($"bootstrap {kafka.BootstrapServers}");
        Console.Out.WriteLine($"registry {registry.Url}");
        await Console.Error.WriteLineAsync("running; Ctrl-C stops it. Production is a Kafka cluster: see docker-compose.kafka.yml").ConfigureAwait(false);
        var stopped = new TaskCompletionSource();
        await using var registration = cancellation.Register(stopped.SetResult);
        await stopped.Task.ConfigureAwait(false);
        return ExitCodes.Done;
    }
}
