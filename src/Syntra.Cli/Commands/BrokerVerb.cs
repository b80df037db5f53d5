using System.CommandLine;
using Syntra.Kafka.Embedded;

namespace Syntra.Cli.Commands;

/// <summary>`syntra broker --dir D --port P`: the embedded Kafka broker and Schema Registry, until Ctrl-C.</summary>
internal static class BrokerVerb
{
    internal static Command Create()
    {
        var directory = new Option<string>("--dir") { Description = "Where the log lies", Required = true };
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one", DefaultValueFactory = _ => 9092 }.Within(0, 65535);
        var registry = new Option<int>("--registry-port") { Description = "Port of the Schema Registry on 127.0.0.1; 0 takes a free one", DefaultValueFactory = _ => 8081 }.Within(0, 65535);
        var verb = new Command("broker", "Run the single-node Kafka broker and Schema Registry for laptops and tests") { directory, port, registry };
        verb.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(directory)!, parsed.GetValue(port), parsed.GetValue(registry), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(string directory, int port, int registryPort, CancellationToken cancellation)
    {
        var options = new EmbeddedKafkaOptions { DataDirectory = directory, Port = port, RegistryPort = registryPort };
        await using var kafka = await EmbeddedKafka.StartAsync(options, cancellation).ConfigureAwait(false);
        Console.Out.WriteLine($"bootstrap {kafka.BootstrapServers}");
        Console.Out.WriteLine($"registry {kafka.RegistryUrl}");
        await Console.Error.WriteLineAsync("running; Ctrl-C stops it. Production is a Kafka cluster: see docker-compose.kafka.yml").ConfigureAwait(false);
        await Shutdown.WaitAsync(cancellation).ConfigureAwait(false);
        return ExitCodes.Done;
    }
}
