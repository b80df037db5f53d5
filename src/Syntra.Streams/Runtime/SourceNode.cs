using Syntra.Streams.Dsl;
using Syntra.Streams.Errors;

namespace Syntra.Streams.Runtime;

/// <summary>Deserialises what came from a topic, once, and starts it on its way.</summary>
internal abstract class SourceNode : Node
{
    public abstract void Process(in RawRecord raw, string topic);
}

/// <inheritdoc />
internal sealed class SourceNode<TKey, TValue>(Consumed<TKey, TValue> consumed, Node<TKey, TValue>[] children) : SourceNode
{
    public override void Process(in RawRecord raw, string topic)
    {
        Record<TKey, TValue> record;
        try
        {
            record = Deserialize(in raw, topic);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The named boundary of user serdes: anything they throw makes the record poison.
            throw new PoisonRecordException(Name, e);
        }

        Context.Timestamp = record.Timestamp;
        if (record.Timestamp > Context.StreamTime)
        {
            Context.StreamTime = record.Timestamp;
        }

        Received++;
        foreach (var child in children)
        {
            child.Received++;
            try
            {
                child.Process(in record);
            }
            catch (Exception e) when (Context.Note(e, child.Name))
            {
                throw; // Never reached; see Node.Send.
            }
        }
    }

    private Record<TKey, TValue> Deserialize(in RawRecord raw, string topic)
    {
        var key = raw.Key is null ? default! : consumed.KeySerde.Deserialize(topic, raw.Key);
        var value = raw.Value is null ? default! : consumed.ValueSerde.Deserialize(topic, raw.Key, raw.Value);
        Context.RememberKey(key, consumed.KeySerde, raw.Key);
        var record = new Record<TKey, TValue>(key, value, raw.Timestamp, raw.Headers) { IsTombstone = raw.Value is null };
        if (consumed.TimestampExtractor is not null)
        {
            record = record.WithTimestamp(consumed.TimestampExtractor(record));
        }

        return record.Timestamp >= 0 ? record : throw new FormatException("The record has no valid timestamp.");
    }
}
