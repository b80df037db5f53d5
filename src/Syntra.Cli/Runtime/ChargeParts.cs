using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Millennium;
using Syntra.Cli.Configuration;
using Syntra.Cli.Indexing;
using Syntra.Cli.Protection;
using Syntra.Cli.Realtime;
using Syntra.Cli.Review;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Periods;
using Syntra.Fusion.Rest;
using Syntra.Streams;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Runtime;

/// <summary>Makes the parts of the charge flow from a tenant's settings. Nothing is started here.</summary>
internal sealed record ChargeParts(
    TenantConfiguration Tenant, TopicNames Topics, RuntimeEndpoints Endpoints, ISchemaRegistryClient Registry, LedgerCatalog Ledgers, TenantProtection Protection,
    TimeProvider Time, ILoggerFactory Loggers)
{
    /// <summary>How often Fusion is asked for the periods' statuses.</summary>
    internal TimeSpan CalendarInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where this instance keeps the index of its records; null where it keeps none.</summary>
    internal string? IndexFolder { get; init; }

    internal RecordIndexer? Index => IndexFolder is null ? null
        : new RecordIndexer(IndexFolder, IndexedTopic.Of(Topics, Tenant.Partitions, Protection.Tokens.Version, Registry), Endpoints.BootstrapServers, Time, Loggers.CreateLogger<RecordIndexer>());

    /// <summary>Told how the charges stand; null where nobody asks.</summary>
    internal ChargeWatch? Watch { get; init; }

    internal MillenniumChargeSource Source(Func<System.Data.Common.DbConnection> connect)
    {
        var options = new MillenniumSourceOptions
        {
            Tenant = Tenant.Tenant,
            BootstrapServers = Endpoints.BootstrapServers,
            Tokens = Protection.Tokens,
            Sealer = Protection.Sealer,
            PollInterval = Tenant.Source.PollInterval,
            Overlap = Tenant.Source.Overlap,
            PageSize = Tenant.Source.PageSize,
        };
        return new MillenniumChargeSource(options, connect, new SqliteDialect(), Registry, Time, Loggers);
    }

    internal async Task<StreamsApplication> StreamsAsync(string? stateDirectory, CancellationToken cancellation)
    {
        await Protection.Sealer.PrepareAsync(cancellation).ConfigureAwait(false);
        var serdes = new ChargeSerdes(Registry, Protection.Sealer);
        await serdes.PrepareAsync(Topics, cancellation).ConfigureAwait(false);
        var config = new StreamsConfig
        {
            ApplicationId = ChargeTopics.ApplicationId(Topics, Protection.Tokens.Version),
            BootstrapServers = Endpoints.BootstrapServers,
            CommitInterval = Tenant.Streams.CommitInterval,
            NumStreamThreads = Tenant.Streams.Threads,
            StateDirectory = stateDirectory,
            TimeProvider = Time,
            DeserializationExceptionHandler = new SealedInputHandler(),
            DeadLetterTopic = Topics.DeadLetters,
            DeadLetterEncoder = new ChargeDeadLetterEncoder(Topics, serdes),
        };
        var options = new ChargePipelineOptions
        {
            Tenant = Tenant.Tenant,
            Tokens = Protection.Tokens,
            Partitions = Tenant.Partitions,
            Observer = Watch,
            CodeShapes = Tenant.Workbook.Shapes,
            Access = Protection.Accesses(Protection.Routes.Intake),
            Decided = new DecisionAudit(Protection).Note,
            Analytics = await AnalyticsProtection.OpenAsync(Protection, cancellation).ConfigureAwait(false),
        };
        return new StreamsApplication(ChargePipeline.Build(options, serdes), config, Loggers);
    }

    internal JournalDelivery Delivery(FusionClient fusion)
    {
        var options = new JournalDeliveryOptions
        {
            Topics = Topics,
            BootstrapServers = Endpoints.BootstrapServers,
            Ledgers = Ledgers.Settings,
            MaximumInstructions = Tenant.Delivery.MaxInstructions,
            MaximumAge = Tenant.Delivery.MaxAge,
            MaximumInFlight = Tenant.Delivery.MaxInFlight,
            PollInterval = Tenant.Delivery.PollInterval,
            SplitByPeriod = false,
        };
        return new JournalDelivery(options, fusion, Registry, Time, Loggers);
    }

    internal PeriodPublisher Periods(FusionClient fusion)
    {
        var ledgers = Ledgers.Names.Select(name => new CalendarLedger(name, Ledgers.Id(name).ToString(System.Globalization.CultureInfo.InvariantCulture))).ToList();
        var options = new PeriodPublisherOptions { Topics = Topics, BootstrapServers = Endpoints.BootstrapServers, Ledgers = () => ledgers, Interval = CalendarInterval };
        return new PeriodPublisher(options, fusion, Registry, Time, Loggers);
    }
}
