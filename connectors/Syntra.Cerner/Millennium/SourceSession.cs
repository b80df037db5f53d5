using Microsoft.Extensions.Logging;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Contracts;

namespace Syntra.Cerner.Millennium;

/// <summary>One life of the transactional producer, and what is known under it of the stream's progress.</summary>
internal sealed class SourceSession : IDisposable
{
    private readonly MillenniumSourceOptions _options;
    private readonly MillenniumReader _reader;
    private readonly RawChargePublisher _publisher;
    private readonly SourceProgress _progress;

    private SourceSession(MillenniumSourceOptions options, MillenniumReader reader, RawChargePublisher publisher, SourceProgress progress)
    {
        _options = options;
        _reader = reader;
        _publisher = publisher;
        _progress = progress;
    }

    public void Dispose() => _publisher.Dispose();

    /// <summary>Shuts out an earlier instance first and only then reads how far it came: it can commit nothing in between.</summary>
    internal static async Task<SourceSession> OpenAsync(
        MillenniumSourceOptions options, MillenniumReader reader, ISchemaRegistryClient registry, Action? beforeCommit, ILogger log, CancellationToken ct)
    {
        var topics = new TopicNames(options.Tenant);
        var rawSerializer = new AvroSerializer<RawCharge>(registry);
        var watermarkSerializer = new AvroSerializer<SourceWatermark>(registry);
        await rawSerializer.PrepareAsync(topics.RawCharge, ct).ConfigureAwait(false);
        await watermarkSerializer.PrepareAsync(topics.SourceWatermark, ct).ConfigureAwait(false);
        var rows = new RowFormats(registry, topics);
        await rows.PrepareAsync(ct).ConfigureAwait(false);
        await options.Sealer.PrepareAsync(ct).ConfigureAwait(false);
        var publisher = new RawChargePublisher(options, rawSerializer, watermarkSerializer, rows, log) { BeforeCommit = beforeCommit };
        try
        {
            var progress = await Task.Run(
                () =>
                {
                    publisher.Start(ct);
                    using var reader = new TopicReader(options, log);
                    return new SourceRecovery(new KafkaSourceHistory(reader, topics, watermarkSerializer), options.Overlap, options.RecoveryMargin, log).Recover(ct);
                },
                ct).ConfigureAwait(false);
            return new SourceSession(options, reader, publisher, progress);
        }
        catch
        {
            publisher.Dispose();
            throw;
        }
    }

    internal async Task<PollResult> PollAsync(CancellationToken ct)
    {
        var batch = await _reader.PollAsync(_progress, ct).ConfigureAwait(false);
        var watermarks = _progress.WatermarksOf(batch, _options.CheckpointInterval);
        if (watermarks.Count > 0)
        {
            await Task.Run(() => _publisher.Publish(batch.Charges, batch.Rows, watermarks, ct), ct).ConfigureAwait(false);
        }

        _progress.Apply(batch, watermarks.Count > 0, _options.Overlap);
        return new PollResult(
            WatermarkCodec.Utc(batch.PolledAt), batch.RowsScanned, batch.Charges.Count, batch.Duplicates, batch.More, _progress.RowsWritten)
        {
            OtherRecordsWritten = batch.Rows.Count,
        };
    }
}
