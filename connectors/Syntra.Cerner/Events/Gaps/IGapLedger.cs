namespace Syntra.Cerner.Events.Gaps;

/// <summary>The open gaps of a tenant's subscriptions. A back-fill reports here what it has fetched and safely written.</summary>
public interface IGapLedger
{
    /// <summary>Every subscription heard of, with its open gaps.</summary>
    IReadOnlyList<SubscriptionState> Subscriptions { get; }

    /// <summary>These event numbers were fetched, or the sender says that it no longer has them.</summary>
    Task FilledAsync(string sender, string subscription, long generation, long from, long until);

    /// <summary>The back-fill of this request (<c>BackfillRequest.requestId</c>) is done.</summary>
    Task ResolvedAsync(string sender, string subscription, string requestId);
}
