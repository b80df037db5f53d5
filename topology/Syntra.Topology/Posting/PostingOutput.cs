using Syntra.Contracts;

namespace Syntra.Topology.Posting;

/// <summary>What a transition sends on, beside the new state.</summary>
internal abstract record PostingOutput
{
    private PostingOutput()
    {
    }

    /// <summary>An instruction for Fusion.</summary>
    public sealed record Post(JournalInstruction Instruction) : PostingOutput;

    /// <summary>A version that cannot go on.</summary>
    public sealed record Refuse(DeadLetter Letter) : PostingOutput;

    /// <summary>A charge that waits for a row.</summary>
    public sealed record Park(ParkedCharge Parked) : PostingOutput;

    /// <summary>The charge no longer waits: a tombstone for its parked record.</summary>
    public sealed record Release(string RecordId) : PostingOutput;

    /// <summary>An item that a person decides about, or how it ended.</summary>
    public sealed record Review(ReviewItem Item) : PostingOutput;

    /// <summary>A row of the copy for analytics.</summary>
    public sealed record Copy(AnalyticsCharge Row) : PostingOutput;
}

/// <summary>A step of one charge.</summary>
/// <param name="State">The new state; null where none is to be kept.</param>
/// <param name="Outputs">In the order in which they are to be sent.</param>
internal sealed record Transition(PostedCharge? State, IReadOnlyList<PostingOutput> Outputs);
