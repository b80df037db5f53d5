using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Periods;

/// <summary>A ledger whose calendar is published.</summary>
/// <param name="Ledger">Ledger name: the record's key.</param>
/// <param name="LedgerId">Fusion's id: another ledger's periods say nothing about this one's.</param>
public sealed record CalendarLedger(string Ledger, string LedgerId);

/// <summary>Which calendars are published, where, and how often.</summary>
public sealed record PeriodPublisherOptions
{
    /// <summary>Topics of the tenant.</summary>
    public required TopicNames Topics { get; init; }

    /// <summary>Kafka, host:port list.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Asked anew each round, so that a new row of the workbook is seen.</summary>
    public required Func<IReadOnlyList<CalendarLedger>> Ledgers { get; init; }

    /// <summary>Between two rounds.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">Names the option and the cure.</exception>
    public void Validate()
    {
        if (BootstrapServers.Length == 0 || Interval <= TimeSpan.Zero)
        {
            throw new ArgumentException("Period publisher: BootstrapServers must be host:port and Interval longer than zero.");
        }
    }
}

/// <summary>
/// Publishes accounting calendars with their period statuses to <c>tenant.ref.calendar</c>, only where they differ from those in the topic:
/// so a restart repeats nothing, and a calendar that another publisher put down late is put right with the next round.
/// A period can still close between this and an import; the rejection path of the delivery stays.
/// </summary>
public sealed class PeriodPublisher
{
    private readonly PeriodPublisherOptions _options;
    private readonly FusionClient _client;
    private readonly AvroSerializer<LedgerCalendar> _serializer;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <summary>Checks the options; connects to nothing yet.</summary>
    public PeriodPublisher(PeriodPublisherOptions options, FusionClient client, ISchemaRegistryClient registry, TimeProvider time, ILoggerFactory loggers)
    {
        options.Validate();
        _options = options;
        _client = client;
        _serializer = new AvroSerializer<LedgerCalendar>(registry);
        _time = time;
        _log = loggers.CreateLogger<PeriodPublisher>();
    }

    /// <summary>Runs until cancelled; trouble of a round is waited out.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = _options.BootstrapServers,
            EnableIdempotence = true,
            LingerMs = 0,
            MessageTimeoutMs = 30_000,
        }).SetErrorHandler((_, e) => _log.LogDebug("Kafka producer: {Reason}", e.Reason)).Build();
        using var published = new PublishedCalendars(_options, _serializer, _log);
        while (true)
        {
            await RoundAsync(producer, published, ct);
            await Task.Delay(_options.Interval, _time, ct);
        }
    }

    private async Task RoundAsync(IProducer<string, byte[]> producer, PublishedCalendars published, CancellationToken ct)
    {
        foreach (var ledger in _options.Ledgers())
        {
            try
            {
                await PublishAsync(producer, published, ledger, ct);
            }
            catch (Exception trouble) when (trouble is FusionException or KafkaException or SchemaRegistryException)
            {
                _log.LogWarning("Calendar of ledger {Ledger} is as old as it is: {Reason}; asking again in {Interval}", ledger.Ledger, trouble.Message, _options.Interval);
            }
        }
    }

    private async Task PublishAsync(IProducer<string, byte[]> producer, PublishedCalendars published, CalendarLedger ledger, CancellationToken ct)
    {
        var rows = await _client.GetPeriodsAsync(ledger.LedgerId, ct);
        if (CalendarReading.From(ledger.Ledger, rows, _time.GetUtcNow()) is not { } calendar)
        {
            _log.LogWarning("Fusion shows no period of ledger {Ledger} ({LedgerId}); check the id and the data access of the service user", ledger.Ledger, ledger.LedgerId);
            return;
        }

        await _serializer.PrepareAsync(_options.Topics.Calendar, ct);
        published.CatchUp(ct);
        if (!CalendarReading.IsNews(published.Of(ledger.Ledger), calendar))
        {
            return;
        }

        var value = _serializer.Serialize(_options.Topics.Calendar, calendar);
        await producer.ProduceAsync(_options.Topics.Calendar, new Message<string, byte[]> { Key = ledger.Ledger, Value = value }, ct);
        _log.LogInformation("Calendar of ledger {Ledger}: {Count} periods, {Open} open", ledger.Ledger, calendar.Periods.Count, calendar.Periods.Count(p => p.Status == PeriodStatus.Open));
    }
}
