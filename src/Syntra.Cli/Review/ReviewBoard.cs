using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Review;

/// <summary>The items that people decide about, as the review topic has them: tokens, codes and money only.</summary>
internal sealed class ReviewBoard(string bootstrapServers, TopicNames topics, int partitions, ISchemaRegistryClient registry, ILogger? log = null) : IDisposable
{
    private const int LeastOfAnId = 4;

    private readonly int[] partitions = [.. Enumerable.Range(0, partitions)];
    private readonly TableView<ReviewItem> view = new(bootstrapServers, topics.Review, new AvroSerde<ReviewItem>(registry), log);

    /// <summary>The latest word on every item: those that are open first, the largest effect before the smaller.</summary>
    internal IReadOnlyList<ReviewItem> Items(CancellationToken cancellation) =>
        [.. view.ReadToEnd(partitions, cancellation)
            .OrderBy(item => item.Status).ThenByDescending(item => item.Effect)
            .ThenBy(item => item.RecordId, StringComparer.Ordinal).ThenBy(item => item.SourceVersion)];

    /// <summary>The item that an operator names: by its id or the beginning of it, by charge and version, or by the charge's token where it has one open item.</summary>
    /// <exception cref="CommandException">There is none, or more than one.</exception>
    internal ReviewItem Find(string name, CancellationToken cancellation)
    {
        var items = Items(cancellation);
        var exact = items.Where(i => ReviewKey.Of(i) == name || i.ItemId == name).ToList();
        var found = exact.Count > 0 ? exact
            : items.Where(i => i.RecordId == name).ToList() is { Count: > 0 } ofCharge ? Latest(ofCharge)
            : name.Length >= LeastOfAnId ? [.. items.Where(i => i.ItemId.StartsWith(name, StringComparison.Ordinal))] : [];
        return found.Count switch
        {
            1 => found[0],
            0 => throw new CommandException($"there is no item {name}. See: syntra review ls --all"),
            _ => throw new CommandException($"{name} names {found.Count} items: {string.Join(", ", found.Select(i => i.ItemId))}. Give more of the id."),
        };
    }

    /// <summary>The latest word on one version of a charge; null where it has none.</summary>
    internal ReviewItem? Of(string recordId, long sourceVersion, CancellationToken cancellation) =>
        Items(cancellation).FirstOrDefault(i => i.RecordId == recordId && i.SourceVersion == sourceVersion);

    /// <inheritdoc/>
    public void Dispose() => view.Dispose();

    private static List<ReviewItem> Latest(List<ReviewItem> items) =>
        items.Where(i => i.Status == ReviewStatus.Open).ToList() is { Count: > 0 } open ? open : [items.MaxBy(i => i.SourceVersion)!];
}
