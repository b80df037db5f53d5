namespace Syntra.Simulation.Delivery;

/// <summary>The process died here.</summary>
internal sealed class SimulatedCrashException : Exception;
