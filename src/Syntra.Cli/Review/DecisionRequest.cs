using System.Security.Cryptography;
using Syntra.Contracts;

namespace Syntra.Cli.Review;

/// <summary>What a person asks for.</summary>
/// <param name="Kind">Approve or reject.</param>
/// <param name="User">Who, by user name.</param>
/// <param name="Role">In which role; null for the first of theirs that the item takes.</param>
/// <param name="Reason">A sentence for the audit.</param>
/// <param name="Key">Their private key, which signs the decision.</param>
/// <param name="FactsHash">The hash that they saw; null where they mean the item as it is.</param>
internal sealed record DecisionRequest(DecisionKind Kind, string User, string? Role, string Reason, ECDsa Key, string? FactsHash = null);

/// <summary>What became of it.</summary>
/// <param name="Item">The latest word on the item.</param>
/// <param name="Outcome">COUNTED, ACTED, ROLE_REFUSED ...; ALREADY-APPROVED and so on where the item was closed before, PASSED_OVER where it closed meanwhile.</param>
/// <param name="Taken">Whether the item now is as the person asked.</param>
/// <param name="Sent">Whether anything was written.</param>
internal sealed record DecisionAnswer(ReviewItem Item, string Outcome, bool Taken, bool Sent);
