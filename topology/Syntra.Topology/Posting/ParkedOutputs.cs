using Syntra.Contracts;
using Syntra.Topology.Intake;

namespace Syntra.Topology.Posting;

/// <summary>Keeps the parked topic in step with the states: a record when a charge parks or waits for something else, a tombstone when it goes on.</summary>
internal static class ParkedOutputs
{
    private static readonly Dictionary<string, string> Sentences = ReasonCodes.All.ToDictionary(r => r.Code, r => r.Sentence, StringComparer.Ordinal);

    public static void Add(PostedCharge before, PostedCharge after, List<PostingOutput> outputs)
    {
        var (was, now) = (Of(before), Of(after));
        if (now is not null && now != was)
        {
            outputs.Add(new PostingOutput.Park(now));
        }
        else if (now is null && was is not null)
        {
            outputs.Add(new PostingOutput.Release(after.RecordId));
        }
    }

    private static ParkedCharge? Of(PostedCharge charge) => charge.Status != ChargeStatus.Parked ? null : new ParkedCharge
    {
        RecordId = charge.RecordId,
        SourceVersion = charge.Current!.Charge.SourceVersion,
        Missing = charge.Missing!,
        ReasonCode = charge.Reason!,
        Reason = Sentences[charge.Reason!],
        Facility = charge.Facility,
        Period = charge.Period,
        Amount = charge.Amount,
    };
}
