namespace Syntra.Simulation.Histories;

/// <summary>Numbers that follow from a seed alone (SplitMix64): cheap to make, since every event of a history has its own.</summary>
internal sealed class Dice(int seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    // The seed is mixed first: seeds that follow each other would else draw the same numbers, one behind the other.
    private ulong _state = Mixed(~(ulong)(uint)seed * Step);

    /// <summary>A number from 0, below int.MaxValue + 1.</summary>
    public int Next() => (int)(Draw() >> 33);

    /// <summary>A number from 0, below a limit.</summary>
    public int Next(int below) => (int)(((Draw() >> 32) * (ulong)below) >> 32);

    private ulong Draw() => Mixed(_state += Step);

    private static ulong Mixed(ulong state)
    {
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
