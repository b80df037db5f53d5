using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Polling;
using Syntra.Contracts;

namespace Syntra.Cerner.Events.Publishing;

/// <summary>
/// Writes raw events and back-fill requests, keyed by token and sealed; a call returns when all replicas have its records. Receiver,
/// poller and back-fill share this one way in. At least once: after a failed call the records may be there all the same. Thread-safe.
/// </summary>
public sealed class RawEventPublisher : IDisposable
{
    private readonly EventPublisherOptions _options;
    private readonly EventRecords _records;
    private readonly EventLetters _letters;
    private readonly EventProducer _producer;

    /// <summary>Makes a publisher; Kafka is reached at the first record.</summary>
    public RawEventPublisher(EventPublisherOptions options, ISchemaRegistryClient registry, ILoggerFactory loggers)
    {
        _options = options;
        _records = new EventRecords(options.Tenant, options.Tokens, options.Seal, options.MaxRecordBytes, registry);
        _letters = new EventLetters(options.Tenant, registry);
        _producer = new EventProducer(options, loggers.CreateLogger<RawEventPublisher>());
    }

    /// <summary>The tenant.</summary>
    public string Tenant => _options.Tenant;

    /// <summary>Registers the schemas, so that no record waits for the registry.</summary>
    public Task PrepareAsync(CancellationToken ct) => _records.PrepareAsync(ct);

    /// <summary>Writes events, those of one resource in the order given.</summary>
    /// <exception cref="PublishException">At least one was not acknowledged.</exception>
    public Task PublishAsync(IReadOnlyList<RawEvent> events, CancellationToken ct) => PublishAsync(events, [], ct);

    /// <summary>Writes events and back-fill requests together.</summary>
    /// <exception cref="PublishException">At least one was not acknowledged.</exception>
    public async Task PublishAsync(IReadOnlyList<RawEvent> events, IReadOnlyList<BackfillRequest> requests, CancellationToken ct)
    {
        // Sealed before anything is sent, so that a record that cannot be sealed or is too large leaves nothing half done.
        List<(string Topic, Message<string, byte[]> Message)> records = [.. events.Select(e => _records.Of(e)), .. requests.Select(r => _records.Of(r))];
        await _producer.ProduceAsync(records, ct).ConfigureAwait(false);
    }

    /// <summary>Writes a dead letter.</summary>
    /// <exception cref="PublishException">It was not acknowledged.</exception>
    internal async Task RefuseAsync(DeadLetter letter, CancellationToken ct)
    {
        await _letters.PrepareAsync(ct).ConfigureAwait(false);
        await _producer.ProduceAsync([_letters.Record(letter)], ct).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => _producer.Dispose();
}
