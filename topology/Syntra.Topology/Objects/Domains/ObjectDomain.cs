using Syntra.Contracts;

namespace Syntra.Topology.Objects.Domains;

/// <summary>One line of tiers.yaml: which resources become which objects, how soon, and within what bound.</summary>
/// <param name="Name">Its name in status and metrics.</param>
/// <param name="Source">Resource type of <see cref="EventTopics"/>.</param>
/// <param name="Kind">Kind of Fusion object.</param>
/// <param name="Tier">How soon its versions leave.</param>
/// <param name="Bound">From the event in the source to Fusion's acknowledgement.</param>
public sealed record ObjectDomain(string Name, string Source, ObjectKind Kind, Tier Tier, TimeSpan Bound);
