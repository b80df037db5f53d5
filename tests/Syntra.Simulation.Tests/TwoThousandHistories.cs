namespace Syntra.Simulation.Tests;

/// <summary>The histories that the suite plays, once for all tests that ask about them.</summary>
public sealed class TwoThousandHistories
{
    internal const int Count = 2_000;

    public SimulationResult Result { get; } =
        Simulator.Run(new SimulationOptions { Histories = Count, Seed = 1, Workers = 2 }, TimeProvider.System, TestContext.Current.CancellationToken);
}
