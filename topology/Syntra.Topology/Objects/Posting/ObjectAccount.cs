using Syntra.Contracts;

namespace Syntra.Topology.Objects.Posting;

/// <summary>The account of an object's versions.</summary>
internal static class ObjectAccount
{
    public static string Key(ObjectKind kind, string objectKey) => $"{kind}/{objectKey}";

    public static PostedObject Open(ObjectKind kind, string objectKey, string domain) => new()
    {
        Kind = kind, ObjectKey = objectKey, Domain = domain, SourceVersion = long.MinValue, Status = ObjectStatus.NothingDue, Waiting = [],
        Received = 0, Applied = 0, ZeroDelta = 0, Stale = 0, DeadLettered = 0,
    };

    /// <summary>Versions that are neither done nor refused.</summary>
    public static int OpenVersions(PostedObject posted) => (posted.Pending is null ? 0 : 1) + posted.Overtaken.Count + posted.Waiting.Count;

    /// <summary>The newest version that may still stand or come to stand.</summary>
    public static ObjectInstruction? Latest(PostedObject posted) => posted.Waiting.Count > 0 ? posted.Waiting[^1] : posted.Pending ?? posted.Standing;

    /// <summary>What is at stake in the versions that are open, in the tenant's currency.</summary>
    public static decimal OpenAmount(PostedObject posted) => Amount(posted.Pending) + posted.Overtaken.Sum(Amount) + posted.Waiting.Sum(Amount);

    /// <summary>The instruction in flight that a receipt answers; null where none is (any more).</summary>
    public static ObjectInstruction? InFlight(PostedObject posted, ObjectReceipt receipt) =>
        posted.Pending is { } pending && pending.IdempotencyKey == receipt.IdempotencyKey ? pending : posted.Overtaken.FirstOrDefault(i => i.IdempotencyKey == receipt.IdempotencyKey);

    /// <summary>Checks the account and what the status promises.</summary>
    public static void Check(PostedObject posted)
    {
        var settled = posted.Applied + posted.ZeroDelta + posted.Stale + posted.DeadLettered;
        var waits = posted.Status is ObjectStatus.Scheduled or ObjectStatus.Parked or ObjectStatus.Held;
        if (posted.Received != settled + OpenVersions(posted) || (posted.Status == ObjectStatus.InFlight) != posted.Pending is not null
            || (posted.Overtaken.Count > 0 && posted.Pending is null)
            || (waits && posted.Waiting.Count == 0) || (!waits && posted.Pending is null && posted.Waiting.Count > 0))
        {
            throw new InvalidOperationException(
                $"Object {posted.ObjectKey}: {posted.Received} versions received, {settled} settled and {OpenVersions(posted)} open do not fit status {posted.Status}.");
        }
    }

    private static decimal Amount(ObjectInstruction? instruction) => instruction switch
    {
        { Asset: { } asset } => asset.Cost * asset.Units,
        { Requisition: { } requisition } => requisition.Lines.Sum(l => l.Quantity * (l.Price ?? 0m)),
        _ => 0m,
    };
}
