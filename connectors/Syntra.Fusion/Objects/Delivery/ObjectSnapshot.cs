using Syntra.Contracts;

namespace Syntra.Fusion.Objects.Delivery;

/// <summary>One kind of object at one moment.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Waiting">Instructions read that have no receipt yet, those under way included.</param>
/// <param name="InFlight">Calls under way.</param>
/// <param name="Limit">Calls allowed at the same time now.</param>
/// <param name="Oldest">Event time of the oldest instruction without a receipt, or null.</param>
/// <param name="LastAnswered">When Fusion last acknowledged one.</param>
/// <param name="Receipts">Receipts of this process by outcome.</param>
/// <param name="ClosedUntil">No call before then, because Fusion turned us away; null where it takes calls.</param>
/// <param name="Trouble">Operation and code of the last trouble since Fusion last answered; null where there is none.</param>
public sealed record ObjectKindSnapshot(
    ObjectKind Kind,
    int Waiting,
    int InFlight,
    int Limit,
    DateTimeOffset? Oldest,
    DateTimeOffset? LastAnswered,
    IReadOnlyDictionary<ObjectOutcome, long> Receipts,
    DateTimeOffset? ClosedUntil,
    string? Trouble);
