namespace Syntra.Simulation.Setup;

/// <summary>The hosts of one thread: one whose values are really sealed, for every sixteenth seed, and one that saves the cipher.</summary>
internal sealed class SimHosts(string? mutant)
{
    private const uint RealSealEvery = 16;

    private readonly SimHost _sealed = SimHost.Create(mutant, isSealed: true);
    private readonly SimHost _unsealed = SimHost.Create(mutant, isSealed: false);

    /// <summary>The host of a seed; always the same kind, so that a seed replays.</summary>
    public SimHost Of(int seed) => unchecked((uint)seed) % RealSealEvery == 0 ? _sealed : _unsealed;
}
