using System.Globalization;
using System.Runtime.InteropServices;
using Syntra.Kafka.Embedded;

// The broker as a process of its own, for benchmarks and crash tests: --dir D [--port P] [--registry-port P].
// Prints "ready <host:port>" once it serves, and stops on SIGTERM, SIGINT or when standard input ends.
string? Argument(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

if (Argument("--dir") is not { } directory)
{
    Console.Error.WriteLine("usage: Syntra.Bench.Broker.Host --dir DIRECTORY [--port PORT] [--registry-port PORT]");
    return 2;
}

try
{
    var stopped = new TaskCompletionSource();
    using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    await using var kafka = await EmbeddedKafka.StartAsync(
        new EmbeddedKafkaOptions
        {
            DataDirectory = directory,
            Port = int.Parse(Argument("--port") ?? "0", CultureInfo.InvariantCulture),
            RegistryPort = Argument("--registry-port") is { } port ? int.Parse(port, CultureInfo.InvariantCulture) : null,
        },
        CancellationToken.None);
    Console.WriteLine($"ready {kafka.BootstrapServers}");
    var orphaned = Task.Run(async () => await Console.In.ReadToEndAsync());
    await Task.WhenAny(stopped.Task, orphaned);
    return 0;

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stopped.TrySetResult();
    }
}
catch (EmbeddedKafkaException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
