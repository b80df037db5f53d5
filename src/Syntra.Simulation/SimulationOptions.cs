namespace Syntra.Simulation;

/// <summary>Which histories to play.</summary>
public sealed record SimulationOptions
{
    /// <summary>How many.</summary>
    public int Histories { get; init; } = 2_000;

    /// <summary>Seed of the first one; the others follow by one.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Events of a history.</summary>
    public int Length { get; init; } = 50;

    /// <summary>Threads, each with histories of its own.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Name of the rule that is broken on purpose, or null for the product as it is.</summary>
    public string? Mutant { get; init; }

    /// <summary>Stops at so many failing histories.</summary>
    public int MostFailures { get; init; } = 3;

    /// <summary>Whether a failing history is reduced to the events that it takes.</summary>
    public bool Shrink { get; init; } = true;
}

/// <summary>A history in which a rule was broken.</summary>
/// <param name="Seed">Replays it.</param>
/// <param name="Events">Indices of the events that are enough; all of them where it was not shrunk.</param>
/// <param name="Kinds">Names of these events, in order.</param>
/// <param name="Findings">What is wrong at its end, with those events only.</param>
public sealed record SimulationFailure(int Seed, IReadOnlyList<int> Events, IReadOnlyList<string> Kinds, IReadOnlyList<string> Findings)
{
    /// <summary>Names of the checks that found something: ledger, answers, calendars, oracle, end-state; history where it broke off.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];
}

/// <summary>What came of a simulation.</summary>
/// <param name="Histories">Histories played.</param>
/// <param name="Violations">Histories in which a rule was broken.</param>
/// <param name="Seconds">Time taken, shrinking not included.</param>
/// <param name="Coverage">How often each form of a correction, a close, a crash and a fault occurred in them, by name.</param>
/// <param name="Failures">The first of them.</param>
public sealed record SimulationResult(
    int Histories, int Violations, double Seconds, IReadOnlyDictionary<string, long> Coverage, IReadOnlyList<SimulationFailure> Failures);
