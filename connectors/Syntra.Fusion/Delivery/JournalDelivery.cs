using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Fusion.Delivery.Log;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Delivery;

/// <summary>
/// Brings journal instructions to Fusion and answers each with exactly one receipt. Where every batch stands is in the compacted topic
/// <c>tenant.delivery.journal</c>; a crash at any moment goes on from there, and nothing is posted twice.
/// </summary>
public sealed class JournalDelivery
{
    private static int s_instances;
    private readonly DeliveryParts _parts;
    private readonly string _instance;

    /// <summary>Checks the options; connects to nothing yet.</summary>
    /// <param name="options">What and how.</param>
    /// <param name="client">Fusion; not disposed here.</param>
    /// <param name="registry">Schema Registry of the topics.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Logs hold ids and codes only.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message says how.</exception>
    public JournalDelivery(JournalDeliveryOptions options, FusionClient client, ISchemaRegistryClient registry, TimeProvider time, ILoggerFactory loggers)
        : this(options, client, registry, time, loggers, DeliveryProbe.None)
    {
    }

    internal JournalDelivery(JournalDeliveryOptions options, FusionClient client, ISchemaRegistryClient registry, TimeProvider time, ILoggerFactory loggers, DeliveryProbe probe)
    {
        options.Validate();
        var log = loggers.CreateLogger<JournalDelivery>();
        _parts = new DeliveryParts(options, client, new DeliveryCodec(options.Topics, registry), new DeliveryBoard(), new PauseGate(time, options.PauseProbe), probe, time, log);
        _instance = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}/{Interlocked.Increment(ref s_instances)}/{time.GetUtcNow():O}");
    }

    /// <summary>The delivery at this moment.</summary>
    public DeliverySnapshot Snapshot() => _parts.Board.Snapshot(_parts.Gate.Reason);

    /// <summary>Runs until cancelled. Waits out a lost broker, registry or Fusion.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="DeliveryFencedException">Another instance has taken over.</exception>
    /// <exception cref="DeliveryStateException">The topics hold what cannot be.</exception>
    /// <exception cref="Fbdi.UnbalancedJournalException">An instruction does not balance; nothing of it was sent.</exception>
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
                _parts.Log.LogWarning("Delivery starts again from its topic: {Reason}", lost.Message);
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
                _parts.Log.LogWarning("Delivery starts again from its topic: its transaction was timed out by the broker");
            }

            await Task.Delay(_parts.Options.BackOff, _parts.Time, ct);
        }
    }

    private async Task RunSessionAsync(CancellationToken ct)
    {
        await using var session = new DeliverySession(_parts, _instance);
        await session.RunAsync(ct);
    }

    private async Task<bool> IsStillOwnerAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await ReadOwnerAsync(ct) == _instance;
            }
            catch (Exception lost) when (lost is KafkaException or SchemaRegistryException)
            {
                _parts.Log.LogWarning("Cannot see yet who delivers: {Reason}", lost.Message);
                await Task.Delay(_parts.Options.BackOff, _parts.Time, ct);
            }
        }
    }

    private async Task<string?> ReadOwnerAsync(CancellationToken ct)
    {
        using var producer = new ProducerBuilder<string, byte[]?>(new ProducerConfig { BootstrapServers = _parts.Options.BootstrapServers })
            .SetValueSerializer(Serializers.ByteArray!).Build();
        using var reader = DeliveryClients.Consumer(_parts.Options.Kafka, toTheEnd: true, _parts.Log);
        var partitions = DeliveryClients.PartitionsOf(producer, _parts.Options.Topics.Delivery);
        var restore = await Task.Run(() => DeliveryRestore.Read(reader, partitions, _parts.Codec, ct), ct);
        reader.Close();
        return restore.Owner;
    }
}
