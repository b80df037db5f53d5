using Syntra.Contracts;
using Syntra.Topology.Intake;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Posting;

/// <summary>What leaves for Fusion, given what stands there and what should.</summary>
internal abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>What stands is what should: nothing leaves.</summary>
    public sealed record ZeroDelta : Decision;

    /// <summary>One instruction leaves.</summary>
    /// <param name="Continues">It only clears the ledger that the charge leaves; decide again once it is accepted.</param>
    public sealed record Send(JournalInstruction Instruction, bool Continues) : Decision;

    /// <summary>No period takes the entry now.</summary>
    public sealed record Waits(MissingRow Missing, Reason Reason) : Decision;
}
