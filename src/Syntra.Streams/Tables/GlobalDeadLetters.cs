using Syntra.Streams.Runtime;

namespace Syntra.Streams.Tables;

/// <summary>Sends the dead letters of global tables, by a producer that is made for the first of them. Used by the tables' thread only.</summary>
internal sealed class GlobalDeadLetters(IClients clients, string clientId) : IRecordCollector, IDisposable
{
    private IStreamProducer? _producer;
    private bool _sent;

    public void Send(string topic, int partition, byte[]? key, byte[]? value, long timestamp, Headers? headers)
    {
        _producer ??= clients.CreateProducer(clientId, null);
        _producer.Produce(topic, partition, key, value, timestamp, headers);
        _sent = true;
    }

    public int PartitionCount(string topic) => clients.PartitionCount(topic);

    /// <summary>Waits until everything sent is acknowledged.</summary>
    public void Flush()
    {
        if (_sent)
        {
            _producer!.Flush();
            _sent = false;
        }
    }

    public void Dispose() => _producer?.Dispose();
}
