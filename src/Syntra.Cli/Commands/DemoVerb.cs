using System.CommandLine;
using Syntra.Cli.Demo;
using Syntra.Cli.Realtime;

namespace Syntra.Cli.Commands;

/// <summary>`syntra demo`: the whole system in one terminal, from Millennium's CHARGE table to a reconciled ledger.</summary>
internal static class DemoVerb
{
    // The seeded day is planned in memory.
    private const int MostCharges = 100_000;

    internal static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "Feed the Synthea CSV files of this folder instead of the seeded day" };
        var directory = new Option<string?>("--dir") { Description = "Keep all state here; a second run goes on from it" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout and nothing else there" };
        var charges = new Option<int>("--charges") { Description = "Charges of the seeded day", DefaultValueFactory = _ => 600 }.Within(1, MostCharges);
        var monthEnd = new Option<bool>("--month-end") { Description = "With --data: also close a month of theirs and correct three of its charges afterwards (the seeded day always does)" };
        var realtime = new Option<bool>("--realtime") { Description = "Show the real-time tier instead: signed webhooks to records of Fusion" };
        var verb = new Command("demo", "Run everything once: source, streams, Fusion sandbox, reconciliation") { data, directory, json, charges, monthEnd, realtime };
        verb.SetAction((parsed, cancellation) => parsed.GetValue(realtime) ? RealtimeDemo.ExecuteAsync(parsed.GetValue(json), cancellation) : DemoRun.ExecuteAsync(
            new DemoOptions(parsed.GetValue(data), parsed.GetValue(directory), parsed.GetValue(json), parsed.GetValue(charges), parsed.GetValue(monthEnd)), cancellation));
        return verb;
    }
}
