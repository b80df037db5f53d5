using Syntra.Streams.Runtime;

namespace Syntra.Streams.Standbys;

/// <summary>Who is in the group and who reads what, as far as the coordinator says.</summary>
/// <param name="Stable">False while the group rebalances.</param>
/// <param name="Members">The client ids of the members, each with its partitions.</param>
internal sealed record GroupView(bool Stable, IReadOnlyDictionary<string, IReadOnlyCollection<PartitionId>> Members);
