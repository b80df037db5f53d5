using System.Security.Cryptography;
using Syntra.Contracts;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Posting.Review;

/// <summary>
/// Whether a decision is that of the person it names, by the approvers of the workbook in force. Pure: the day is that which the person
/// signed, so that the answer is the same whenever it is given; a person who may no longer decide at all leaves the table.
/// </summary>
internal sealed class ReviewerCheck(string tenant, IReferenceData reference)
{
    /// <summary>Why a decision is not taken; null where it is its person's, in a role of theirs.</summary>
    public DecisionOutcome? Refusal(ReviewDecision decision)
    {
        var day = DateOnly.FromDateTime(decision.At.UtcDateTime);
        return Approver.Find(reference, decision.Who, day) is not { PublicKey: { } key } person || !IsSigned(decision, key) ? DecisionOutcome.SignatureRefused
            : !person.Roles.Contains(decision.Role, StringComparer.Ordinal) ? DecisionOutcome.RoleRefused
            : null;
    }

    private bool IsSigned(ReviewDecision decision, string publicKey)
    {
        try
        {
            using var key = Approver.Open(publicKey);
            return DecisionSignature.IsBy(key, tenant, decision);
        }
        catch (CryptographicException)
        {
            // Lint refuses such a row; one that is published all the same is nobody's key.
            return false;
        }
    }
}
