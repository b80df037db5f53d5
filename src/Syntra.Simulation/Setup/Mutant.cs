namespace Syntra.Simulation.Setup;

/// <summary>Rules of the product that are broken on purpose, to see that a history notices.</summary>
internal static class Mutant
{
    public static IReadOnlyList<string> Names { get; } = [];
}
