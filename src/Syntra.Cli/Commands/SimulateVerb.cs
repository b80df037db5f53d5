using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Syntra.Simulation;

namespace Syntra.Cli.Commands;

/// <summary>`syntra simulate`: seeded histories of corrections and closed periods against the oracle of the rules page.</summary>
internal static class SimulateVerb
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    internal static Command Create()
    {
        var histories = new Option<int>("--histories") { Description = "Histories to play", DefaultValueFactory = _ => 2_000 }.Within(1, int.MaxValue);
        var seed = new Option<int>("--seed") { Description = "Seed of the first history; the others follow by one", DefaultValueFactory = _ => 1 }.Within(int.MinValue, int.MaxValue);
        var length = new Option<int>("--length") { Description = "Events of a history", DefaultValueFactory = _ => 50 }.Within(1, 100_000);
        var workers = new Option<int>("--workers") { Description = "Threads", DefaultValueFactory = _ => 1 }.Within(1, 256);
        var mutant = new Option<string?>("--mutant") { Description = $"Break a rule on purpose: {string.Join(", ", Simulator.Mutants)}" }.AsOneOf(Simulator.Mutants);
        var replay = new Option<int?>("--replay") { Description = "Play the one history of this seed" }.From(int.MinValue);
        var events = new Option<string?>("--events") { Description = "With --replay: only these events, as a failing history prints them" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout: histories, violations, seconds, coverage, failures" };
        var verb = new Command("simulate", "Play random histories of corrections, closes, crashes and faults, and compare the ledger with the rules")
        {
            histories, seed, length, workers, mutant, replay, events, json,
        };
        verb.SetAction((parsed, cancellation) =>
        {
            var options = new SimulationOptions
            {
                Histories = parsed.GetValue(histories), Seed = parsed.GetValue(seed), Length = parsed.GetValue(length), Workers = parsed.GetValue(workers),
                Mutant = parsed.GetValue(mutant),
            };
            var result = parsed.GetValue(replay) is { } one
                ? Replayed(Simulator.Replay(one, Indices(parsed.GetValue(events)), options))
                : Simulator.Run(options, TimeProvider.System, cancellation);
            Print(result, options, parsed.GetValue(json));
            return Task.FromResult(result.Violations == 0 ? ExitCodes.Done : ExitCodes.Failed);
        });
        return verb;
    }

    private static SimulationResult Replayed(SimulationFailure outcome) => new(1, outcome.Findings.Count > 0 ? 1 : 0, 0, System.Collections.Immutable.ImmutableDictionary<string, long>.Empty, [outcome]);

    private static List<int>? Indices(string? events) =>
        events?.Split(',').Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number : throw new CommandException("--events takes the numbers of events, as 0,3,17")).ToList();

    private static void Print(SimulationResult result, SimulationOptions options, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(result, Format));
        }
        else
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Histories} histories, {result.Violations} violations, {result.Seconds:0.0} s"));
            foreach (var (form, times) in result.Coverage)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {form,-34}{times,12:#,0}"));
            }
        }

        foreach (var failure in result.Failures.Where(f => f.Findings.Count > 0))
        {
            Console.Error.WriteLine($"seed {failure.Seed} fails with {failure.Events.Count} events: {string.Join(' ', failure.Kinds)}");
            foreach (var finding in failure.Findings)
            {
                Console.Error.WriteLine($"  {finding}");
            }

            Console.Error.WriteLine($"  again: {Command(failure, options)}");
        }
    }

    private static string Command(SimulationFailure failure, SimulationOptions options)
    {
        var length = options.Length == new SimulationOptions().Length ? "" : string.Create(CultureInfo.InvariantCulture, $" --length {options.Length}");
        var mutant = options.Mutant is null ? "" : $" --mutant {options.Mutant}";
        return $"./syntra simulate --replay {failure.Seed} --events {string.Join(',', failure.Events)}{length}{mutant}";
    }
}
