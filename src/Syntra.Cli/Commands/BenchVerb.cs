using System.CommandLine;
using System.Text.Json;
using Syntra.Bench.Avro;
using Syntra.Bench.Broker;
using Syntra.Bench.Charges;
using Syntra.Bench.Governance;
using Syntra.Bench.Realtime;
using Syntra.Bench.Trace;

namespace Syntra.Cli.Commands;

/// <summary>`syntra bench ...`: the measurements behind docs/benchmarks.md, each beside a peer or a limit in the same run.</summary>
internal static class BenchVerb
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    internal static Command Create()
    {
        var charges = new Option<int>("--charges") { Description = "Charges to feed", DefaultValueFactory = _ => 20_000 };
        var traced = new Option<int>("--charges") { Description = "Charges in the folder", DefaultValueFactory = _ => 1_000_000 }.Within(100, 100_000_000);
        var rate = new Option<int>("--rate") { Description = "Events per second", DefaultValueFactory = _ => 500 }.Within(1, 100_000);
        var seconds = new Option<int>("--seconds") { Description = "For how long", DefaultValueFactory = _ => 120 }.Within(1, 86_400);
        var outage = new Option<int>("--outage") { Description = "Seconds that Fusion is down for", DefaultValueFactory = _ => 0 }.Within(0, 86_400);
        var after = new Option<int>("--after") { Description = "Seconds that events go on coming for after an outage", DefaultValueFactory = _ => new RealtimeBenchOptions().AfterOutage }.Within(0, 3600);
        var kills = new Option<int>("--kills") { Description = "How often the runtime is killed", DefaultValueFactory = _ => 0 }.Within(0, 1000);
        return new Command("bench", "Measure, each against a peer or a limit in the same run")
        {
            Verb("charges", "The whole path of charges, beside a bare consume-produce loop", [charges], async (parsed, cancellation) =>
                await ChargeBench.RunAsync(parsed.GetValue(charges), Say, cancellation).ConfigureAwait(false)),
            Verb("trace", "Traces in a state folder of many charges, each a process of its own, and a what-if over its last day", [traced], async (parsed, cancellation) =>
                await TraceBench.RunAsync(parsed.GetValue(traced), Say, cancellation).ConfigureAwait(false)),
            BenchEngineVerb.CreateEngine(),
            BenchEngineVerb.CreateChaos(),
            Verb("avro", "The generated Avro codec, beside Apache Avro for Java", [], async (_, cancellation) =>
                await AvroBench.RunAsync(cancellationToken: cancellation).ConfigureAwait(false)),
            Verb("governance", "Opening, redacting and pseudonymising events; appending to and verifying the audit chain", [], async (_, _) =>
                await GovernanceBench.RunAsync().ConfigureAwait(false)),
            Verb("realtime", "Signed webhooks to Fusion's acknowledgement, open loop; with an outage of Fusion, or kills of the runtime", [rate, seconds, outage, after, kills], async (parsed, cancellation) =>
                await RealtimeBench.RunAsync(
                    new RealtimeBenchOptions
                    {
                        Rate = parsed.GetValue(rate), Seconds = parsed.GetValue(seconds), Outage = parsed.GetValue(outage), AfterOutage = parsed.GetValue(after), Kills = parsed.GetValue(kills), Say = Say,
                    },
                    cancellation).ConfigureAwait(false)),
            Verb("broker", "The embedded broker, beside librdkafka's mock cluster", [], async (_, _) =>
                await BrokerBench.RunAsync(new BrokerBenchOptions { Progress = Say }).ConfigureAwait(false)),
        };
    }

    /// <summary>A measurement as a verb: its result goes to stdout as JSON; the exit code is the verdict's, where there is one.</summary>
    internal static Command Verb(
        string name, string description, IReadOnlyList<Option> options, Func<ParseResult, CancellationToken, Task<object>> run, Func<object, int>? verdict = null)
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
            return verdict?.Invoke(result) ?? ExitCodes.Done;
        });
        return verb;
    }

    internal static void Say(string line) => Console.Error.WriteLine(line);
}
