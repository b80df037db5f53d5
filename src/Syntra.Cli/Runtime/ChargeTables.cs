using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cli.Protection;
using Syntra.Contracts;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Runtime;

/// <summary>The tenant's tables as Kafka holds them: watermark table, crosswalk and calendars, committed records only.</summary>
internal sealed class ChargeTables(string bootstrapServers, TopicNames topics, int partitions, ISchemaRegistryClient registry, TenantProtection protection, ILogger? log = null) : IDisposable
{
    private readonly int[] partitions = [.. Enumerable.Range(0, partitions)];
    private readonly TableView<PostedCharge> posted = new(bootstrapServers, ChargeTopics.PostedChangelog(topics, protection.Tokens.Version), PostedSerde(registry, protection), log);
    private readonly TableView<CrosswalkEntry> crosswalk = new(bootstrapServers, topics.Crosswalk, new AvroSerde<CrosswalkEntry>(registry), log);
    private readonly TableView<LedgerCalendar> calendars = new(bootstrapServers, topics.Calendar, new AvroSerde<LedgerCalendar>(registry), log);

    /// <summary>The watermark table.</summary>
    internal IReadOnlyList<PostedCharge> Charges(CancellationToken cancellation) => posted.ReadToEnd(partitions, cancellation);

    /// <summary>The crosswalk.</summary>
    internal IReadOnlyList<CrosswalkEntry> Crosswalk(CancellationToken cancellation) => crosswalk.ReadToEnd([0], cancellation);

    /// <summary>The calendars.</summary>
    internal IReadOnlyList<LedgerCalendar> Calendars(CancellationToken cancellation) => calendars.ReadToEnd([0], cancellation);

    /// <summary>The serde of the table's rows; opening one that holds a payload is logged.</summary>
    internal static WatchedPosted PostedSerde(ISchemaRegistryClient registry, TenantProtection protection) => new(
        new SealedSerde<PostedCharge>(registry, protection.Sealer, LogicalTopics.PostedCharge), protection.Tokens, protection.Accesses(protection.Routes.Reconciliation));

    /// <inheritdoc/>
    public void Dispose()
    {
        posted.Dispose();
        crosswalk.Dispose();
        calendars.Dispose();
    }
}
