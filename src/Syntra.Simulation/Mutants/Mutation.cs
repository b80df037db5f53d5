using Syntra.Contracts;
using Syntra.Topology.Encounters;
using Syntra.Topology.Posting;
using Syntra.Topology.Reference;

namespace Syntra.Simulation.Mutants;

/// <summary>What is broken of the product.</summary>
internal sealed record Mutation
{
    public static Mutation None { get; } = new();

    /// <summary>The machine of a charge, instead of the product's.</summary>
    public Func<IReferenceData, IEncounterStates, IChargeMachine>? Machine { get; init; }

    /// <summary>What the delivery says of Fusion's answer.</summary>
    public Func<JournalReceipt, JournalReceipt>? Receipt { get; init; }

    /// <summary>The poller goes straight on from its position.</summary>
    public bool WithoutOverlap { get; init; }

    /// <summary>The poller commits how far it came before it commits what it read.</summary>
    public bool WatermarksFirst { get; init; }

    /// <summary>The period publisher compares with what it wrote itself, not with the topic.</summary>
    public bool CalendarsByMemory { get; init; }
}
