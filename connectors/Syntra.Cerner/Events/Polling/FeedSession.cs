using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Publishing;
using Syntra.Cerner.Millennium;
using Syntra.Contracts;

namespace Syntra.Cerner.Events.Polling;

/// <summary>One life of the transactional producer of a polled source, and what is known under it.</summary>
internal sealed class FeedSession : IDisposable
{
    private readonly EventSourceOptions _options;
    private readonly IEventFeed _feed;
    private readonly IReadOnlyDictionary<string, FeedStream> _streams;
    private readonly TransactionalWriter _writer;
    private readonly EventRecords _records;
    private readonly AvroSerializer<SourceWatermark> _watermarks;
    private readonly EventLetters _letters;
    private readonly FeedMemory _memory;
    private readonly TopicNames _topics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    private FeedSession(
        EventSourceOptions options, IEventFeed feed, IReadOnlyList<FeedStream> streams, TransactionalWriter writer, EventRecords records,
        AvroSerializer<SourceWatermark> watermarks, EventLetters letters, FeedMemory memory, TimeProvider time, ILogger log)
    {
        (_options, _feed, _writer, _records, _watermarks, _letters, _memory, _time, _log) = (options, feed, writer, records, watermarks, letters, memory, time, log);
        _streams = streams.ToDictionary(s => s.Key, StringComparer.Ordinal);
        _topics = new TopicNames(options.Tenant);
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>Shuts out an earlier instance first and only then reads how far it came.</summary>
    internal static async Task<FeedSession> OpenAsync(
        EventSourceOptions options, IEventFeed feed, ISchemaRegistryClient registry, Action? beforeCommit, TimeProvider time, ILogger log, CancellationToken ct)
    {
        var records = new EventRecords(options.Tenant, options.Tokens, options.Sealer.Seal, options.MaxRecordBytes, registry);
        var watermarks = new AvroSerializer<SourceWatermark>(registry);
        var letters = new EventLetters(options.Tenant, registry);
        await records.PrepareAsync(ct).ConfigureAwait(false);
        await letters.PrepareAsync(ct).ConfigureAwait(false);
        await watermarks.PrepareAsync(new TopicNames(options.Tenant).SourceWatermark, ct).ConfigureAwait(false);
        await options.Sealer.PrepareAsync(ct).ConfigureAwait(false);
        var streams = await feed.StreamsAsync(ct).ConfigureAwait(false);
        var writer = new TransactionalWriter(options, log) { BeforeCommit = beforeCommit };
        try
        {
            var memory = await Task.Run(
                () =>
                {
                    writer.Start(new TopicNames(options.Tenant).SourceWatermark, ct);
                    return new FeedRecovery(options, watermarks, log).Recover(streams, feed.Overlap, ct);
                },
                ct).ConfigureAwait(false);
            return new FeedSession(options, feed, streams, writer, records, watermarks, letters, memory, time, log);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    internal async Task<EventPollResult> PollAsync(CancellationToken ct)
    {
        var (read, written) = (0, 0);
        await foreach (var batch in _feed.PollAsync(_memory.Positions, ct).ConfigureAwait(false))
        {
            read += batch.Events.Count;
            written += await WriteAsync(batch, ct).ConfigureAwait(false);
        }

        return new EventPollResult(_time.GetUtcNow(), read, written, _memory.RecordsWritten);
    }

    private async Task<int> WriteAsync(FeedBatch batch, CancellationToken ct)
    {
        var fresh = new List<(string Key, RawEvent Event)>();
        foreach (var raw in batch.Events)
        {
            var key = _records.KeyOf(raw);
            if (_streams[batch.Stream].IsExact || (_memory.IsNew(key, raw) && !fresh.Exists(f => f.Key == key && f.Event.EventId == raw.EventId)))
            {
                fresh.Add((key, raw));
            }
        }

        var now = _time.GetUtcNow();
        var position = batch.Position is null ? null : batch.Position with { RowsWritten = _memory.RecordsWritten + fresh.Count };
        var checkpoint = position is not null
            && (fresh.Count > 0 || batch.Refused.Count > 0 || _memory.IsDirty(batch.Stream) || !_memory.Positions.ContainsKey(batch.Stream) || now - _memory.CheckpointedAt >= _options.CheckpointInterval);
        if (fresh.Count > 0 || checkpoint)
        {
            List<(string Topic, Message<string, byte[]> Message)> records = [.. fresh.Select(f => Record(f.Event, batch.Stream)), .. batch.Refused.Select(_letters.Record)];
            if (checkpoint)
            {
                records.Add((_topics.SourceWatermark, new Message<string, byte[]> { Key = batch.Stream, Value = _watermarks.Serialize(_topics.SourceWatermark, position!) }));
            }

            await Task.Run(() => _writer.Write(records, ct), ct).ConfigureAwait(false);
        }

        _memory.Apply(_streams[batch.Stream], fresh, position, checkpoint, now);
        if (position is not null && !_streams[batch.Stream].RemembersAll)
        {
            _memory.Forget(_streams[batch.Stream].ResourceTypes, position.UpdatedAt - _feed.Overlap - _feed.Overlap);
        }

        return fresh.Count;
    }

    private (string Topic, Message<string, byte[]> Message) Record(RawEvent raw, string stream)
    {
        try
        {
            return _records.Of(raw, _options.Name);
        }
        catch (PublishException e) when (e.Fault == PublishFault.TooLarge)
        {
            // One resource that no broker takes must not hold up the others; it stays in the source and is told.
            _log.LogError("A {Type} of source {Source} is too large for a record and is dead-lettered: {Reason}", raw.ResourceType, _options.Name, e.Message);
            return _letters.Record(EventLetters.Of(stream, raw.EventNumber ?? 0, _options.Name, EventLetters.TooLarge));
        }
    }
}
