using System.CommandLine;
using System.Text.Json;
using Syntra.Bench.Avro;
using Syntra.Bench.Broker;
using Syntra.Bench.Charges;
using Syntra.Bench.Engine;
using Syntra.Bench.Engine.Chaos;
using Syntra.Bench.Governance;

namespace Syntra.Cli.Commands;

/// <summary>`syntra bench ...`: the measurements behind docs/benchmarks.md, each beside a peer or a limit in the same run.</summary>
internal static class BenchVerb
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    internal static Command Create()
    {
        var charges = new Option<int>("--charges") { Description = "Charges to feed", DefaultValueFactory = _ => 20_000 };
        var rounds = new Option<int>("--rounds") { Description = "Kills, stops and starts", DefaultValueFactory = _ => 50 };
        var seed = new Option<int>("--seed") { Description = "What the moments are drawn from", DefaultValueFactory = _ => 1 };
        return new Command("bench", "Measure, each against a peer or a limit in the same run")
        {
            Verb("charges", "The whole path of charges, beside a bare consume-produce loop", [charges], async (parsed, cancellation) =>
                await ChargeBench.RunAsync(parsed.GetValue(charges), Say, cancellation).ConfigureAwait(false)),
            Verb("engine", "The stream engine, alone over fake clients and beside a bare transactional loop through a broker", [], async (_, cancellation) =>
                await EngineBench.RunAsync(new EngineBenchOptions { BootstrapServers = Environment.GetEnvironmentVariable("SYNTRA_TEST_BOOTSTRAP"), Progress = Say }, cancellation).ConfigureAwait(false)),
            Verb("chaos", "Kill, stop and start stream instances at random and compare the committed output", [rounds, seed], async (parsed, _) =>
                await ChaosRun.RunAsync(new ChaosOptions { Rounds = parsed.GetValue(rounds), Seed = parsed.GetValue(seed), Progress = Say }).ConfigureAwait(false)),
            Verb("avro", "The generated Avro codec, beside Apache Avro for Java", [], async (_, cancellation) =>
                await AvroBench.RunAsync(cancellationToken: cancellation).ConfigureAwait(false)),
            Verb("governance", "Opening, redacting and pseudonymising events; appending to and verifying the audit chain", [], async (_, _) =>
                await GovernanceBench.RunAsync().ConfigureAwait(false)),
            Verb("broker", "The embedded broker, beside librdkafka's mock cluster", [], async (_, _) =>
                await BrokerBench.RunAsync(new BrokerBenchOptions { Progress = Say }).ConfigureAwait(false)),
        };
    }

    private static Command Verb(string name, string description, IReadOnlyList<Option> options, Func<ParseResult, CancellationToken, Task<object>> run)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout and nothing else there (the default prints the same)" };
        var verb = new Command(name, description) { json };
        foreach (var option in options)
        {
            verb.Add(option);
        }
        verb.SetAction(async (parsed, cancellation) =>
        {
            var result = await run(parsed, cancellation).ConfigureAwait(false);
            Console.Out.WriteLine(JsonSerializer.Serialize(result, result.GetType(), Format));
            return ExitCodes.Done;
        });
        return verb;
    }

    private static void Say(string line) => Console.Error.WriteLine(line);
}
