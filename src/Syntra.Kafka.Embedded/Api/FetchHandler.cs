using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>
/// Fetch (1), v0-17. Sessions are declined (session id 0), which clients answer with whole requests; topic ids from v13 on.
/// Waits until min_bytes are there or max_wait is over. Data goes from the file to the socket; only whole batches are sent. Before v4
/// they are turned into messages of format v0 (fetch v0-1) or v1 (v2-3); zstd cannot be, and is answered UNSUPPORTED_COMPRESSION_TYPE.
/// </summary>
internal sealed class FetchHandler(Broker broker) : ApiHandler(ApiKey.Fetch, 0, 17, flexibleFrom: 12)
{
    // Bounds what one answer can be, whatever the client asks; the rest comes with its next fetch.
    private const int LargestAnswer = 64 * 1024 * 1024;

    public override async ValueTask HandleAsync(Request request, WireWriter response, CancellationToken cancellationToken)
    {
        var fetch = FetchRequest.Read(request.Reader, request.Version, broker.Topics);
        if (fetch.SessionId != 0)
        {
            Write(response, request.Version, ErrorCode.FetchSessionIdNotFound, [], []);
            return;
        }

        var results = Collect(fetch, request.Version, out var enough);
        if (!enough && fetch.MaxWaitMs > 0)
        {
            results = await WaitAsync(fetch, request.Version, results, cancellationToken);
        }

        Write(response, request.Version, ErrorCode.None, fetch.Topics, results);
    }

    private async Task<List<FetchResult>> WaitAsync(FetchRequest fetch, short version, List<FetchResult> results, CancellationToken cancellationToken)
    {
        using var waiter = new FetchWaiter();
        foreach (var log in fetch.Topics.SelectMany(t => t.Partitions).Select(p => p.Log).OfType<PartitionLog>())
        {
            waiter.Watch(log);
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(fetch.MaxWaitMs), broker.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        while (true)
        {
            var change = waiter.NextChange();
            results.ForEach(r => r.Slice?.Dispose());
            results = Collect(fetch, version, out var enough);
            if (enough || deadline.IsCancellationRequested)
            {
                return results;
            }

            await change.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                results.ForEach(r => r.Slice?.Dispose());
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Looks at every partition once. An error is an answer too: it is not worth waiting with.</summary>
    private static List<FetchResult> Collect(FetchRequest fetch, short version, out bool enough)
    {
        var results = new List<FetchResult>();
        var limit = Math.Min(fetch.MaxBytes, LargestAnswer);
        long total = 0;
        var failed = false;
        foreach (var partition in fetch.Topics.SelectMany(t => t.Partitions))
        {
            var most = (int)Math.Max(0, Math.Min(partition.MaxBytes, limit - total));
            var result = partition.Error != ErrorCode.None || partition.Log is null ? new FetchResult(partition.Error, -1, -1, -1)
                : version < 4 ? OldFetch.From(partition.Log, partition.Offset, most, (byte)(version < 2 ? 0 : 1), total == 0 || version < 3)
                : partition.Log.Fetch(partition.Offset, most, fetch.CommittedOnly, total == 0);
            total += result.Length;
            failed |= result.Error != ErrorCode.None;
            results.Add(result);
        }

        enough = failed || total >= fetch.MinBytes || results.Count == 0;
        return results;
    }

    private static void Write(WireWriter w, short version, ErrorCode error, IReadOnlyList<FetchTopic> topics, List<FetchResult> results)
    {
        if (version >= 1)
        {
            w.Int32(0);
        }

        if (version >= 7)
        {
            w.Error(error);
            w.Int32(0);
        }

        var next = 0;
        w.ArrayLength(topics.Count);
        foreach (var topic in topics)
        {
            if (version >= 13)
            {
                w.Uuid(topic.Id);
            }
            else
            {
                w.String(topic.Name);
            }

            w.ArrayLength(topic.Partitions.Count);
            foreach (var partition in topic.Partitions)
            {
                Write(w, version, partition.Index, results[next++]);
            }

            w.Tags();
        }

        w.Tags();
    }

    private static void Write(WireWriter w, short version, int index, FetchResult result)
    {
        w.Int32(index);
        w.Error(result.Error);
        w.Int64(result.HighWatermark);
        if (version >= 4)
        {
            Bounds(w, version, result);
        }

        if (result.Slice is null)
        {
            w.Bytes(result.Converted);
        }
        else
        {
            w.Records(result.Slice);
        }

        w.Tags();
    }

    private static void Bounds(WireWriter w, short version, FetchResult result)
    {
        w.Int64(result.LastStable);
        if (version >= 5)
        {
            w.Int64(result.LogStart);
        }

        w.Array(result.Aborted, (x, a) =>
        {
            x.Int64(a.ProducerId);
            x.Int64(a.FirstOffset);
            x.Tags();
        });
        if (version >= 11)
        {
            w.Int32(-1);
        }
    }
}
