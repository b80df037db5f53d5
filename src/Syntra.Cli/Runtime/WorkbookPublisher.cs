using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Topology.Topics;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Runtime;

/// <summary>Brings the crosswalk topic in line with a workbook: changed entries written, removed ones tombstoned, in one transaction.</summary>
internal sealed class WorkbookPublisher(string bootstrapServers, TopicNames topics, ISchemaRegistryClient registry, ILogger? log = null, Action<string, string>? changed = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly AvroSerializer<CrosswalkEntry> serializer = new(registry);

    /// <summary>Publishes what differs; returns how many entries that were.</summary>
    internal int Publish(CompiledWorkbook workbook, CancellationToken cancellation)
    {
        using var view = new TableView<CrosswalkEntry>(bootstrapServers, topics.Crosswalk, new AvroSerde<CrosswalkEntry>(registry), log);
        var published = view.ReadToEnd([0], cancellation).ToDictionary(Key);
        var wanted = workbook.Entries.ToDictionary(Key);
        var changes = wanted.Where(entry => !published.TryGetValue(entry.Key, out var old) || !Same(old, entry.Value)).Select(entry => (entry.Key, Value: (CrosswalkEntry?)entry.Value))
            .Concat(published.Keys.Where(key => !wanted.ContainsKey(key)).Select(key => (Key: key, Value: (CrosswalkEntry?)null)))
            .ToList();
        if (changes.Count > 0)
        {
            Write(changes);
            changed?.Invoke(HashOf(published.Values), HashOf(workbook.Entries));
        }
        return changes.Count;
    }

    private void Write(List<(string Key, CrosswalkEntry? Value)> changes)
    {
        using var producer = new ProducerBuilder<string, byte[]?>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            TransactionalId = topics.Tenant + "-workbook",
            Partitioner = Partitioner.Murmur2Random,
        }).SetLogHandler((_, line) => ClientLog.Write(log, line)).Build();
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
        foreach (var (key, value) in changes)
        {
            byte[]? bytes = value is null ? null : serializer.Serialize(topics.Crosswalk, value);
            producer.Produce(topics.Crosswalk, new Message<string, byte[]?> { Key = key, Value = bytes });
        }
        producer.CommitTransaction(Patience);
    }

    // Of what the entries say, whatever versions they were written in.
    private static string HashOf(IEnumerable<CrosswalkEntry> entries) => IdempotencyKey.Compute([
        "crosswalk-1",
        .. entries.OrderBy(Key, StringComparer.Ordinal).SelectMany(entry => entry.Rows.SelectMany(row => (string[])[
            Key(entry), $"{row.ValidFrom:o}", $"{row.ValidTo:o}", .. row.Values.OrderBy(v => v.Key, StringComparer.Ordinal).SelectMany(v => (string[])[v.Key, v.Value])])),
    ]);

    private static string Key(CrosswalkEntry entry) => entry.Table + "|" + entry.Code;

    // The workbook's version is on each line that it maps: an entry that says the same in another version is not written again.
    private static bool Same(CrosswalkEntry left, CrosswalkEntry right) =>
        left.Rows.Count == right.Rows.Count && left.Rows.Zip(right.Rows).All(pair => Same(pair.First, pair.Second));

    private static bool Same(CrosswalkRow left, CrosswalkRow right) =>
        left.ValidFrom == right.ValidFrom && left.ValidTo == right.ValidTo && left.Values.Count == right.Values.Count
        && left.Values.All(value => right.Values.TryGetValue(value.Key, out string? other) && other == value.Value);
}
