using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Syntra.Streams.Errors;
using Syntra.Streams.Processors;
using Syntra.Streams.State;

namespace Syntra.Streams.Runtime;

/// <summary>
/// Reads changelogs into stores on a thread of its own, so that the stream threads go on polling. Restores end at the high
/// watermark that was seen after the group's offsets were stable: a transaction that is still open below it is waited for.
/// Standbys have no end.
/// </summary>
internal sealed class Restorer : IRecordSink, IDisposable
{
    private const int BatchSize = 20_000;

    /// <summary>
    /// What is held for stores on disk before it is written, over all of them: a large sorted write touches each page of the
    /// file once, where small ones in random order touch a page for every key.
    /// </summary>
    private const long HeldBytesLimit = 128L << 20;

    /// <summary>What an entry costs in memory beside its bytes.</summary>
    private const int EntryOverhead = 80;
    private readonly IClients _clients;
    private readonly IFollowerConsumer _consumer;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly ConcurrentQueue<RestoreRequest> _requests = new();
    private readonly Dictionary<PartitionId, Followed> _followed = [];
    private readonly HashSet<PartitionId> _dropped = [];

    /// <summary>Changelogs that somebody waits to take away: a write for one of them is given up half way.</summary>
    private readonly ConcurrentDictionary<PartitionId, bool> _leaving = new();
    private volatile bool _stop;
    private volatile Exception? _failure;
    private Followed? _last;
    private long _restored;
    private long _read;

    public Restorer(IClients clients, string name, ILogger log)
    {
        (_clients, _log) = (clients, log);
        _consumer = clients.CreateFollower(name);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
    }

    /// <summary>The group's committed offsets. For <see cref="Housekeeping"/> only: the consumer belongs to the restorer's thread.</summary>
    public IReadOnlyDictionary<PartitionId, long> Committed(IReadOnlyCollection<PartitionId> partitions) => _consumer.Committed(partitions);

    /// <summary>Called on the restorer's thread now and then.</summary>
    public Action Housekeeping { get; set; } = static () => { };

    /// <summary>Changelog records applied since the start.</summary>
    public long RestoredRecords => Interlocked.Read(ref _restored);

    /// <summary>Changelog records read since the start, applied or still held.</summary>
    public long ReadRecords => Volatile.Read(ref _read);

    public void Start() => _thread.Start();

    public void Submit(RestoreRequest request)
    {
        _requests.Enqueue(request);
        if (_failure is { } failure)
        {
            request.Complete(failure);
            return;
        }

        _wake.Release();
    }

    /// <summary>When this returns, no store of the request is touched any more.</summary>
    public void Cancel(RestoreRequest request)
    {
        request.Cancel();
        Take([.. request.Stores.Select(s => s.Changelog)], request);
        _wake.Release();
    }

    /// <summary>Keeps a shelved store warm.</summary>
    public void FollowStandby(PartitionId changelog, StoreBuilder builder, IByteStore bytes)
    {
        lock (_gate)
        {
            if (!_followed.ContainsKey(changelog))
            {
                _followed.Add(changelog, new Followed(changelog, builder, bytes, null, long.MaxValue) { Position = bytes.Checkpoint ?? 0 });
            }
        }

        _wake.Release();
    }

    /// <summary>When this returns, the standby's store is not touched any more.</summary>
    public void UnfollowStandby(PartitionId changelog) => Take([changelog], null);

    public void Dispose()
    {
        _stop = true;
        _wake.Release();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _consumer.Dispose();
        _wake.Dispose();
    }

    void IRecordSink.Accept(string topic, int partition, in RawRecord record)
    {
        if (Find(topic, partition) is { } entry)
        {
            if (record.Key is not null)
            {
                Hold(entry, record.Key, entry.Builder.FromChangelog(record.Value, record.Timestamp));
            }

            entry.Position = record.Offset + 1;
            Volatile.Write(ref _read, _read + 1);
        }
    }

    void IRecordSink.End(string topic, int partition, long offset)
    {
        if (Find(topic, partition) is { } entry)
        {
            entry.Position = Math.Max(entry.Position, offset);
            entry.AtEnd = true;
        }
    }

    private void Run()
    {
        try
        {
            while (!_stop)
            {
                Step();
            }
        }
        catch (Exception e) when (Failed(e))
        {
            // The thread's boundary: who waits for a restore, now or later, learns why it will not come.
        }
    }

    private bool Failed(Exception e)
    {
        _log.LogError(e, "The restore thread stopped.");
        _failure = e;
        FailAll(e);
        return true;
    }

    private void Step()
    {
        while (_requests.TryDequeue(out var request))
        {
            if (!Begin(request))
            {
                _requests.Enqueue(request);
                break;
            }
        }

        lock (_gate)
        {
            // In one go: a store that changes hands in between would be followed first and let go of next.
            ReleaseDropped();
            StartFollowing();
        }

        if (_followed.Count == 0)
        {
            _wake.Wait(_requests.IsEmpty ? 1_000 : 20);
        }
        else
        {
            _consumer.Poll(20, BatchSize, this);
            Apply();
        }

        Housekeeping();
    }

    /// <summary>Finds start and end of a request's changelogs; false when the cluster cannot say yet.</summary>
    private bool Begin(RestoreRequest request)
    {
        try
        {
            if (request.IsCancelled)
            {
                return true;
            }

            request.Committed = _consumer.Committed(request.Inputs);
            var ends = _clients.EndOffsets([.. request.Stores.Select(s => s.Changelog)]);
            lock (_gate)
            {
                if (!request.IsCancelled)
                {
                    Plan(request, ends);
                }
            }

            return true;
        }
        catch (ClientException e) when (e.Kind == ErrorKind.Retriable)
        {
            _log.LogInformation("Task {Task} waits to be restored: {Code}", request.Task, e.Code);
            return false;
        }
    }

    private void Plan(RestoreRequest request, IReadOnlyDictionary<PartitionId, long> ends)
    {
        foreach (var (store, changelog) in request.Stores)
        {
            var end = ends.GetValueOrDefault(changelog);
            if (store.Bytes.Checkpoint > end)
            {
                // The changelog was made anew: what was kept belongs to another life.
                store.Bytes.Wipe();
            }

            if ((store.Bytes.Checkpoint ?? 0) < end)
            {
                request.Pending.Add(changelog);
                _followed[changelog] = new Followed(changelog, store.Builder, store.Bytes, request, end) { Position = store.Bytes.Checkpoint ?? 0 };
            }
        }

        if (request.Pending.Count == 0)
        {
            request.Complete();
        }
    }

    private void ReleaseDropped()
    {
        foreach (var partition in _dropped)
        {
            _consumer.Unfollow(partition);
        }

        _dropped.Clear();
    }

    private void StartFollowing()
    {
        foreach (var entry in _followed.Values.Where(f => !f.Started))
        {
            entry.Started = true;
            _consumer.Follow(entry.Partition, entry.Bytes.Checkpoint);
        }
    }

    private static void Hold(Followed entry, byte[] key, byte[]? value)
    {
        entry.Batch.Add(new(key, value));
        entry.BatchBytes += key.Length + (value?.Length ?? 0) + EntryOverhead;
    }

    private void Apply()
    {
        lock (_gate)
        {
            var full = _followed.Values.Sum(f => f.BatchBytes) >= HeldBytesLimit ? _followed.Values.MaxBy(f => f.BatchBytes) : null;
            foreach (var entry in _followed.Values.ToList())
            {
                var due = entry == full || entry.AtEnd || entry.Position >= entry.Target || !entry.Bytes.Persistent;
                if (due && !Write(entry))
                {
                    continue;
                }

                if (entry.Position >= entry.Target && entry.Request is { } request)
                {
                    Drop(entry.Partition, request);
                    Finished(request, entry.Partition);
                }
            }
        }
    }

    /// <summary>Writes what is held for a store; false when it was given up and is still held.</summary>
    private bool Write(Followed entry)
    {
        if (entry.Batch.Count > 0 || entry.Position > (entry.Bytes.Checkpoint ?? 0))
        {
            if (!entry.Bytes.Restore(entry.Batch, entry.Position, () => _stop || _leaving.ContainsKey(entry.Partition)))
            {
                return false;
            }

            Interlocked.Add(ref _restored, entry.Batch.Count);
            entry.Batch.Clear();
            entry.BatchBytes = 0;
        }

        entry.AtEnd = false;
        return true;
    }

    private void Take(IReadOnlyList<PartitionId> changelogs, RestoreRequest? owner)
    {
        foreach (var changelog in changelogs)
        {
            _leaving[changelog] = true;
        }

        lock (_gate)
        {
            foreach (var changelog in changelogs)
            {
                Drop(changelog, owner);
                _leaving.TryRemove(changelog, out _);
            }
        }
    }

    private void Finished(RestoreRequest request, PartitionId partition)
    {
        request.Pending.Remove(partition);
        if (request.Pending.Count == 0)
        {
            _log.LogInformation("Task {Task} is restored.", request.Task);
            request.Complete();
        }
    }

    private void Drop(PartitionId partition, RestoreRequest? owner)
    {
        if (_followed.TryGetValue(partition, out var entry) && ReferenceEquals(entry.Request, owner))
        {
            _followed.Remove(partition);
            _last = null;
            if (entry.Started)
            {
                _dropped.Add(partition);
            }
        }
    }

    private Followed? Find(string topic, int partition)
    {
        if (_last is { } last && last.Partition.Partition == partition && last.Partition.Topic == topic)
        {
            return last;
        }

        lock (_gate)
        {
            // Not yet started: these are records meant for who followed before, and some of theirs are gone.
            return _last = _followed.GetValueOrDefault(new PartitionId(topic, partition)) is { Started: true } entry ? entry : null;
        }
    }

    private void FailAll(Exception e)
    {
        lock (_gate)
        {
            foreach (var request in _followed.Values.Select(f => f.Request).OfType<RestoreRequest>().Concat(_requests))
            {
                request.Complete(e);
            }
        }
    }

    private sealed class Followed(PartitionId partition, StoreBuilder builder, IByteStore bytes, RestoreRequest? request, long target)
    {
        public PartitionId Partition => partition;

        public StoreBuilder Builder => builder;

        public IByteStore Bytes => bytes;

        public RestoreRequest? Request => request;

        public long Target => target;

        public List<KeyValuePair<byte[], byte[]?>> Batch { get; } = [];

        public long BatchBytes { get; set; }

        public long Position { get; set; }

        /// <summary>The end of the changelog was seen since the last write.</summary>
        public bool AtEnd { get; set; }

        public bool Started { get; set; }
    }
}
