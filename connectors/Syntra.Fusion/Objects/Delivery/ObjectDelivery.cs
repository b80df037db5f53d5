using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Objects.Progress;

namespace Syntra.Fusion.Objects.Delivery;

/// <summary>
/// Brings object instructions to Fusion by REST and answers each with exactly one receipt. How far it is stands in the compacted topic
/// <c>tenant.delivery.object</c>; a crash at any moment goes on from there, asks Fusion what came of what was under way, and does nothing twice.
/// </summary>
public sealed class ObjectDelivery
{
    private static int s_instances;
    private readonly ObjectParts _parts;
    private readonly string _instance;
    private ObjectSession? _session;

    /// <summary>Checks the options; connects to nothing yet.</summary>
    /// <param name="options">What and how.</param>
    /// <param name="connectors">One for each kind to be delivered; <see cref="ObjectConnectors.All"/> makes them.</param>
    /// <param name="registry">Schema Registry of the topics.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Logs hold tokens and codes only.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message says how.</exception>
    public ObjectDelivery(ObjectDeliveryOptions options, IReadOnlyList<IObjectConnector> connectors, ISchemaRegistryClient registry, TimeProvider time, ILoggerFactory loggers)
    {
        options.Validate();
        var kinds = connectors.Select(c => c.Kind).ToList();
        if (kinds.Count == 0 || kinds.Distinct().Count() != kinds.Count)
        {
            throw new ArgumentException("Object delivery needs one connector for each kind that it delivers.", nameof(connectors));
        }

        var boards = kinds.ToDictionary(k => k, k => new KindBoard(k));
        _parts = new ObjectParts(options, connectors, boards, new ObjectCodec(options.Topics, kinds, registry), time, loggers.CreateLogger<ObjectDelivery>());
        _instance = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}/{Interlocked.Increment(ref s_instances)}/{time.GetUtcNow():O}");
    }

    /// <summary>Each kind at this moment.</summary>
    public IReadOnlyList<ObjectKindSnapshot> Snapshot() =>
        _session is { } session && session.Snapshot().ToList() is { Count: > 0 } now ? now : [.. _parts.Boards.Values.Select(b => b.Snapshot(0, 0, 0, null))];

    /// <summary>Runs until cancelled. Waits out a lost broker, registry or Fusion.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="DeliveryFencedException">Another instance has taken over.</exception>
    /// <exception cref="DeliveryStateException">The topics hold what cannot be.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await RunSessionAsync(ct);
            }
            catch (Exception lost) when (lost is SessionLostException or SchemaRegistryException or KafkaException)
            {
                _parts.Log.LogWarning("Object delivery starts again from its topic: {Reason}", lost.Message);
            }
            catch (DeliveryFencedException) when (!ct.IsCancellationRequested)
            {
                // One that takes over fences first and writes its name then; whoever claimed the place back between the two would stop the newer one.
                await Task.Delay(DeliveryClients.TakeOver, _parts.Time, ct);
                if (!await IsStillOwnerAsync(ct))
                {
                    throw;
                }

                // Nobody else has written that it delivers: the broker timed our transaction out while it or we stood still.
                _parts.Log.LogWarning("Object delivery starts again from its topic: its transaction was timed out by the broker");
            }

            await Task.Delay(_parts.Options.BackOff, _parts.Time, ct);
        }
    }

    private async Task RunSessionAsync(CancellationToken ct)
    {
        await using var session = new ObjectSession(_parts, _instance);
        _session = session;
        try
        {
            await session.RunAsync(ct);
        }
        finally
        {
            _session = null;
        }
    }

    private async Task<bool> IsStillOwnerAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                using var producer = new ProducerBuilder<string, byte[]?>(new ProducerConfig { BootstrapServers = _parts.Options.BootstrapServers })
                    .SetValueSerializer(Serializers.ByteArray!).Build();
                return (await ObjectSession.ReadAsync(_parts, producer, ct)).Owner == _instance;
            }
            catch (Exception lost) when (lost is KafkaException or SchemaRegistryException)
            {
                _parts.Log.LogWarning("Cannot see yet who delivers: {Reason}", lost.Message);
                await Task.Delay(_parts.Options.BackOff, _parts.Time, ct);
            }
        }
    }
}
