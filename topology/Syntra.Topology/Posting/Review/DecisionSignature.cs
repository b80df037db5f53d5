using System.Globalization;
using System.Security.Cryptography;
using Syntra.Contracts;
using Syntra.Governance.Documents;

namespace Syntra.Topology.Posting.Review;

/// <summary>
/// A person's signature of what they decide: of tenant, charge, version, decision, item, the hash of the facts they saw, their name, role,
/// time and reason. So no part of a decision can be changed, and none be used for another item.
/// </summary>
public static class DecisionSignature
{
    private const string Kind = "review-decision";

    /// <summary>The decision, signed.</summary>
    /// <param name="tenant">The tenant that it is for.</param>
    /// <param name="decision">The decision; its time to the millisecond.</param>
    /// <param name="key">The person's private key, P-256.</param>
    public static ReviewDecision Sign(string tenant, ReviewDecision decision, ECDsa key) =>
        decision with { Signature = Convert.ToBase64String(StatementSignature.Sign(key, Kind, Fields(tenant, decision))) };

    /// <summary>Whether the decision bears the signature of a key's owner.</summary>
    public static bool IsBy(ECDsa key, string tenant, ReviewDecision decision)
    {
        var signature = new byte[decision.Signature.Length];
        return Convert.TryFromBase64String(decision.Signature, signature, out var length)
            && StatementSignature.IsBy(key, signature.AsSpan(0, length), Kind, Fields(tenant, decision));
    }

    private static string[] Fields(string tenant, ReviewDecision decision) =>
    [
        tenant, decision.RecordId, Text(decision.SourceVersion), decision.Decision.ToString(), decision.ItemId, decision.FactsHash, decision.Who, decision.Role,
        Text(decision.At.ToUnixTimeMilliseconds()), decision.Reason,
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
