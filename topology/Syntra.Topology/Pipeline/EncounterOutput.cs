using Syntra.Contracts;
using Syntra.Topology.Posting;

namespace Syntra.Topology.Pipeline;

/// <summary>What the steps of encounters send on.</summary>
internal abstract record EncounterOutput
{
    private EncounterOutput()
    {
    }

    /// <summary>A state for one partition of the charges.</summary>
    public sealed record Copy(int Partition, EncounterState State) : EncounterOutput;

    /// <summary>A record that cannot go on.</summary>
    public sealed record Refuse(PostingOutput.Refuse Refused) : EncounterOutput;
}
