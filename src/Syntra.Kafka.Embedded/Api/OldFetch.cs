using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Storage.MessageSets;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>What a fetch before v4 finds: batches, turned into messages of an older format.</summary>
internal static class OldFetch
{
    /// <summary>
    /// Messages from the offset on, up to the size asked for and the batch that reaches it. Where the first batches hold nothing that
    /// such a client knows (end markers of transactions), it goes on behind them, since the client could not.
    /// </summary>
    public static FetchResult From(PartitionLog log, long offset, int maxBytes, byte magic, bool atLeastOne)
    {
        var messages = new MessageSetWriter(magic);
        var found = log.Fetch(offset, maxBytes, committedOnly: false, atLeastOne);
        var next = offset;
        while (found.Slice is not null)
        {
            var error = Convert(found, messages, offset, maxBytes, ref next);
            if (messages.Length > 0)
            {
                break;
            }

            if (error != ErrorCode.None)
            {
                return found with { Error = error, Slice = null };
            }

            found = log.Fetch(next, maxBytes, committedOnly: false, atLeastOne);
        }

        return found with { Slice = null, Converted = messages.ToArray() };
    }

    /// <summary>Takes over the slice; <paramref name="next"/> becomes the offset behind what was looked at.</summary>
    private static ErrorCode Convert(FetchResult found, MessageSetWriter messages, long offset, int maxBytes, ref long next)
    {
        using var slice = found.Slice!;
        var data = new byte[slice.Length];
        slice.CopyTo(data);
        for (var at = 0; at < data.Length && (messages.Length == 0 || messages.Length < maxBytes);)
        {
            var header = BatchHeader.Read(data.AsSpan(at));
            var error = messages.Add(data.AsMemory(at, header.TotalSize), header, offset);
            if (error != ErrorCode.None)
            {
                return error;
            }

            next = header.LastOffset + 1;
            at += header.TotalSize;
        }

        return ErrorCode.None;
    }
}
