using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro;
using Syntra.Cerner.Millennium;
using Syntra.Contracts;

namespace Syntra.Cerner.Events.Polling;

/// <summary>Finds out from Kafka how far a polled source has come. Opens no payload: key, headers and timestamp say it all.</summary>
internal sealed class FeedRecovery(EventSourceOptions options, AvroSerializer<SourceWatermark> watermarks, ILogger log)
{
    // Records are stamped with the source's times; those of pushed events may lie between and are passed over.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    internal FeedMemory Recover(IReadOnlyList<FeedStream> streams, TimeSpan overlap, CancellationToken ct)
    {
        var memory = new FeedMemory();
        var topics = new TopicNames(options.Tenant);
        using var reader = new TopicReader(options, log);
        var known = streams.Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
        reader.ReadAll(
            topics.SourceWatermark,
            record =>
            {
                if (record.Message.Key is { } key && record.Message.Value is { } value && known.Contains(key))
                {
                    memory.Restore(key, watermarks.Deserialize(topics.SourceWatermark, value));
                }
            },
            ct);
        foreach (var stream in streams)
        {
            // Without a position the first poll may have broken off after some transactions: all of it is looked at.
            DateTimeOffset? since = stream.RemembersAll ? null : memory.Positions.GetValueOrDefault(stream.Key)?.UpdatedAt - overlap - Margin;
            foreach (var type in stream.ResourceTypes)
            {
                Read(reader, type, $"{options.Tenant}.{EventTopics.Raw(type)}", since, memory, ct);
            }
        }

        log.LogInformation("Source {Source} goes on after {Records} records, {Remembered} states of them known", options.Name, memory.RecordsWritten, memory.Remembered);
        return memory;
    }

    private void Read(TopicReader reader, string type, string topic, DateTimeOffset? since, FeedMemory memory, CancellationToken ct)
    {
        if (since is { } from)
        {
            reader.ReadSince(topic, from, Take, ct);
        }
        else
        {
            reader.ReadAll(topic, Take, ct);
        }

        void Take(ConsumeResult<string, byte[]> record)
        {
            var headers = record.Message.Headers;
            if (record.Message.Key is { } key && Text(headers, HeaderNames.Poller) == options.Name && Text(headers, HeaderNames.EventId) is { } eventId)
            {
                memory.Wrote(type, key, eventId, new DateTimeOffset(record.Message.Timestamp.UtcDateTime, TimeSpan.Zero));
            }
        }
    }

    private static string? Text(Headers? headers, string name) => headers?.TryGetLastBytes(name, out var bytes) == true ? Encoding.UTF8.GetString(bytes) : null;
}
