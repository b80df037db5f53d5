using System.CommandLine;
using System.Net;
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
        var address = new Option<string>("--address", "--host") { Description = "Address to listen on; only 127.0.0.1 is possible", DefaultValueFactory = _ => "127.0.0.1" };
        var verb = new Command("broker", "Run the single-node Kafka broker and Schema Registry for laptops and tests") { directory, port, registry, address };
        verb.SetAction((parsed, cancellation) => RunAsync(
            new EmbeddedKafkaOptions
            {
                DataDirectory = parsed.GetValue(directory)!,
                Address = Parse(parsed.GetValue(address)!),
                Port = parsed.GetValue(port),
                RegistryPort = parsed.GetValue(registry),
            },
            cancellation));
        return verb;
    }

    /// <summary>A name other than localhost is some other machine's or this one's to the outside: refused like any such address.</summary>
    private static IPAddress Parse(string address) =>
        address == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(address, out var parsed) ? parsed : IPAddress.Any;

    private static async Task<int> RunAsync(EmbeddedKafkaOptions options, CancellationToken cancellation)
    {
        await using var kafka = await EmbeddedKafka.StartAsync(options, cancellation).ConfigureAwait(false);
        Console.Out.WriteLine($"bootstrap {kafka.BootstrapServers}");
        Console.Out.WriteLine($"registry {kafka.RegistryUrl}");
        await Console.Error.WriteLineAsync("running; Ctrl-C stops it. Production is a Kafka cluster: see docker-compose.kafka.yml").ConfigureAwait(false);
        await Shutdown.WaitAsync(cancellation).ConfigureAwait(false);
        return ExitCodes.Done;
    }
}
