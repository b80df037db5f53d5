using Syntra.Streams.Dsl;
using Syntra.Streams.Errors;
using Syntra.Streams.Graph;
using Syntra.Streams.Metrics;

namespace Syntra.Streams.Runtime;

/// <summary>Serialises records and hands them to the collector.</summary>
internal sealed class SinkNode<TKey, TValue>(TopicRef? topic, Func<Record<TKey, TValue>, string>? chooser, Produced<TKey, TValue> produced)
    : Node<TKey, TValue>
{
    private string? _topic;

    public override void Init() => _topic = topic?.Resolve(Context.ApplicationId);

    public override void Process(in Record<TKey, TValue> record)
    {
        var to = _topic ?? chooser!(record);
        byte[]? key, value;
        int partition;
        try
        {
            key = record.Key is null ? null : Context.KeyBytes(record.Key, produced.KeySerde, to);
            value = record.IsTombstone ? null : Context.Writer.ToBytes(produced.ValueSerde, to, key, record.Value);
            partition = produced.Partitioner is null ? -1 : produced.Partitioner(record.Key, record.Value, Context.Collector.PartitionCount(to));
        }
        catch (Exception e) when (e is not (OutOfMemoryException or EngineException))
        {
            // The named boundary of user serdes and partitioners.
            throw new OutputRefusedException(to, e);
        }

        var headers = Tracing.IsOn ? Tracing.Stamp(record.Headers) : record.Headers;
        Context.Collector.Send(to, partition, key, value, record.Timestamp, produced.HeaderFilter is null ? headers : Filtered(headers));
    }

    private Headers? Filtered(Headers? headers) =>
        headers is null or { Count: 0 } ? headers : Headers.Of([.. headers.Where(h => produced.HeaderFilter!(h.Key))]);
}
