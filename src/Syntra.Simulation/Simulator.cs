using System.Collections.Concurrent;
using Syntra.Simulation.Checks;
using Syntra.Simulation.Coverage;
using Syntra.Simulation.Histories;
using Syntra.Simulation.Mutants;
using Syntra.Simulation.Runs;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation;

/// <summary>
/// The model-based test of corrections and closed periods: seeded histories through the product's own topology and delivery, against
/// a Fusion in memory, compared with an oracle that knows only the rules page.
/// </summary>
public static class Simulator
{
    /// <summary>Names of the rules that can be broken on purpose.</summary>
    public static IReadOnlyList<string> Mutants => Mutant.Names;

    /// <summary>Plays histories.</summary>
    /// <param name="options">Which.</param>
    /// <param name="time">Measures; nothing in a history depends on it.</param>
    /// <param name="ct">Ends it between two histories.</param>
    /// <exception cref="ArgumentException">There is no mutant of that name.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static SimulationResult Run(SimulationOptions options, TimeProvider time, CancellationToken ct)
    {
        var failed = new ConcurrentBag<int>();
        var counts = new FormCounts();
        var (next, played) = (-1, 0);
        var start = time.GetTimestamp();
        Parallel.For(0, options.Workers, new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = ct }, _ =>
        {
            var (hosts, seen) = (new SimHosts(options.Mutant), new FormCounts());
            int number;
            while ((number = Interlocked.Increment(ref next)) < options.Histories && failed.Count < options.MostFailures)
            {
                ct.ThrowIfCancellationRequested();
                var seed = unchecked(options.Seed + number);
                if (HistoryRun.Play(hosts.Of(seed), History.Of(seed, options.Length), seen).All.Count > 0)
                {
                    failed.Add(seed);
                }

                Interlocked.Increment(ref played);
            }

            lock (counts)
            {
                counts.Add(seen);
            }
        });
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        return new SimulationResult(played, failed.Count, seconds, counts.All, [.. Explain(failed.Order().Take(options.MostFailures).ToList(), options)]);
    }

    /// <summary>Plays one history again.</summary>
    /// <param name="seed">Its seed.</param>
    /// <param name="events">Indices of the events to play; null for all.</param>
    /// <param name="options">Length and mutant as they were.</param>
    /// <returns>What is wrong at its end; empty where nothing is.</returns>
    public static SimulationFailure Replay(int seed, IReadOnlyList<int>? events, SimulationOptions options)
    {
        var whole = History.Of(seed, options.Length);
        var history = events is null ? whole : whole.Only(events);
        return Failure(history, HistoryRun.Play(new SimHosts(options.Mutant).Of(seed), history, new FormCounts()));
    }

    private static IEnumerable<SimulationFailure> Explain(List<int> seeds, SimulationOptions options)
    {
        if (seeds.Count == 0)
        {
            return [];
        }

        var hosts = new SimHosts(options.Mutant);
        return seeds.Select(seed => Explain(hosts.Of(seed), seed, options));
    }

    private static SimulationFailure Explain(SimHost host, int seed, SimulationOptions options)
    {
        var history = History.Of(seed, options.Length);
        if (options.Shrink)
        {
            history = Shrinker.Shrink(history, h => HistoryRun.Play(host, h, new FormCounts()).All.Count > 0);
        }

        return Failure(history, HistoryRun.Play(host, history, new FormCounts()));
    }

    private static SimulationFailure Failure(History history, Findings findings) =>
        new(history.Seed, [.. history.Events.Select(e => e.Index)], [.. history.Events.Select(e => e.Kind.ToString())], findings.All) { Checks = findings.Checks };
}
