using Syntra.Contracts;

namespace Syntra.Topology.Objects.Posting;

/// <summary>What a transition sends on, beside the new state.</summary>
internal abstract record ObjectOutput
{
    private ObjectOutput()
    {
    }

    /// <summary>An instruction for Fusion, which leaves through the partition that it was decided in.</summary>
    public sealed record Post(ObjectInstruction Instruction, int Partition) : ObjectOutput;

    /// <summary>A version that cannot go on.</summary>
    public sealed record Refuse(DeadLetter Letter) : ObjectOutput;

    /// <summary>What the party table says of a patient from now on; null takes it out.</summary>
    public sealed record Named(PartyName? Name) : ObjectOutput;

    /// <summary>The same for the customers of one partition: what the patient is called now, who took its place, or neither where it is gone.</summary>
    public sealed record Changed(PartyName Name, int Partition) : ObjectOutput;
}
