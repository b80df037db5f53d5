using Microsoft.Extensions.Logging;
using Syntra.Streams.Errors;
using Syntra.Streams.Runtime;

namespace Syntra.Streams.Tables;

/// <summary>Reads the topics of all global tables: whole before processing starts, then as they change.</summary>
internal sealed class GlobalTableReader : IRecordSink, IDisposable
{
    private readonly IClients _clients;
    private readonly ILogger _log;
    private readonly ErrorPolicy _errors;
    private readonly Action<Exception> _failed;
    private readonly ILookup<string, GlobalStore> _stores;
    private readonly IFollowerConsumer _consumer;
    private readonly GlobalDeadLetters _letters;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<PartitionId, long> _behind = [];
    private volatile bool _stop;

    public GlobalTableReader(
        IClients clients, string name, IEnumerable<(string Topic, GlobalStore Store)> stores, ErrorPolicy errors, ILogger log, Action<Exception> failed)
    {
        (_clients, _errors, _log, _failed) = (clients, errors, log, failed);
        _stores = stores.ToLookup(s => s.Topic, s => s.Store, StringComparer.Ordinal);
        _consumer = clients.CreateFollower(name);
        _letters = new GlobalDeadLetters(clients, $"{name}-letters");
        _thread = new Thread(Run) { IsBackground = true, Name = name };
    }

    /// <summary>Records left out since the start.</summary>
    public long Skipped { get; private set; }

    /// <summary>Records applied since the start.</summary>
    public long Applied { get; private set; }

    /// <summary>Starts reading; done when every table holds what was committed at this moment.</summary>
    public Task StartAsync(CancellationToken ct)
    {
        _thread.Start();
        return _caughtUp.Task.WaitAsync(ct);
    }

    public void Dispose()
    {
        _stop = true;
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _letters.Dispose();
        _consumer.Dispose();
    }

    void IRecordSink.Accept(string topic, int partition, in RawRecord record)
    {
        foreach (var store in _stores[topic])
        {
            Apply(store, topic, partition, in record);
        }

        Applied++;
        Advance(topic, partition, record.Offset + 1);
    }

    void IRecordSink.End(string topic, int partition, long offset) => Advance(topic, partition, offset);

    private void Apply(GlobalStore store, string topic, int partition, in RawRecord record)
    {
        try
        {
            store.Apply(in record);
        }
        catch (PoisonRecordException e)
        {
            _errors.ApplyGlobal(e, topic, partition, in record, _letters);
            Skipped++;
            _log.LogWarning("Global table {Store}: {Topic}/{Partition} offset {Offset} left out: {Reason}.", store.Name, topic, partition, record.Offset, e.InnerException!.GetType().Name);
        }
    }

    private void Advance(string topic, int partition, long position)
    {
        if (_behind.Count > 0 && _behind.TryGetValue(new PartitionId(topic, partition), out var end) && position >= end)
        {
            _behind.Remove(new PartitionId(topic, partition));
        }
    }

    private void Run()
    {
        try
        {
            var partitions = _stores.SelectMany(t => Enumerable.Range(0, _clients.PartitionCount(t.Key)).Select(p => new PartitionId(t.Key, p))).ToList();
            foreach (var (partition, end) in _clients.StableOffsets(partitions).Where(e => e.Value > 0))
            {
                _behind[partition] = end;
            }

            partitions.ForEach(p => _consumer.Follow(p, null));
            while (!_stop)
            {
                // A table counts as read only when what is wrong with it is on record.
                _letters.Flush();
                if (_behind.Count == 0)
                {
                    _caughtUp.TrySetResult();
                }

                _consumer.Poll(100, 10_000, this);
            }
        }
        catch (Exception e) when (Report(e))
        {
            // The thread's boundary: the application hears of it and stops.
        }
    }

    private bool Report(Exception e)
    {
        if (!_caughtUp.TrySetException(e))
        {
            _failed(e);
        }

        return true;
    }
}
