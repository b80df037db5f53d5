using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Tests.Protocol;

/// <summary>Speaks the wire protocol by hand, to say what no client library would say.</summary>
internal sealed class RawClient : IDisposable
{
    private const ErrorCode LoadInProgress = (ErrorCode)14;
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 20_000 };

    /// <summary>Connects to host:port, the first where several are listed.</summary>
    public RawClient(string bootstrap)
    {
        var first = bootstrap.Split(',')[0];
        var colon = first.LastIndexOf(':');
        socket.Connect(first[..colon], int.Parse(first[(colon + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>A whole frame, length prefix included.</summary>
    public static byte[] Frame(ApiKey key, short version, bool flexible, Action<WireWriter> body)
    {
        using var w = new WireWriter();
        w.Int32(0);
        w.Int16((short)key);
        w.Int16(version);
        w.Int32(77);
        w.String("raw");
        w.Flexible = flexible;
        w.Tags();
        body(w);
        w.PatchInt32(0, w.Length - 4);
        return w.Written.ToArray();
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    /// <summary>The next answer's body behind the correlation id; null where the broker closed the connection instead.</summary>
    public WireReader? Receive(bool flexible, bool headerTags = true)
    {
        var length = new byte[4];
        if (!Fill(length))
        {
            return null;
        }

        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        Assert.True(Fill(frame), "the answer was cut short");
        var reader = new WireReader();
        reader.Reset(frame);
        Assert.Equal(77, reader.Int32());
        reader.Flexible = flexible;
        if (headerTags)
        {
            reader.Tags();
        }

        return reader;
    }

    public WireReader Call(ApiKey key, short version, bool flexible, Action<WireWriter> body)
    {
        Send(Frame(key, version, flexible, body));
        return Receive(flexible, headerTags: key != ApiKey.ApiVersions) ?? throw new EndOfStreamException("the broker closed the connection");
    }

    /// <summary>Produces one batch and returns the partition's error and base offset.</summary>
    public (ErrorCode Error, long Offset) Produce(string topic, byte[] batch, string? transactionalId = null)
    {
        var r = Call(ApiKey.Produce, 7, flexible: false, w =>
        {
            w.String(transactionalId);
            w.Int16(-1);
            w.Int32(1000);
            w.ArrayLength(1);
            w.String(topic);
            w.ArrayLength(1);
            w.Int32(0);
            w.Bytes(batch);
        });
        r.ArrayLength();
        r.String();
        r.ArrayLength();
        r.Int32();
        return ((ErrorCode)r.Int16(), r.Int64());
    }

    /// <summary>Where the coordinator of a transactional id listens; null while the cluster has not settled that.</summary>
    public string? FindCoordinator(string transactionalId)
    {
        var r = Call(ApiKey.FindCoordinator, 1, flexible: false, w =>
        {
            w.String(transactionalId);
            w.Int8(1);
        });
        r.Int32();
        var error = (ErrorCode)r.Int16();
        r.NullableString();
        r.Int32();
        var (host, port) = (r.NullableString(), r.Int32());
        return error == ErrorCode.None ? $"{host}:{port}" : null;
    }

    public (ErrorCode Error, long ProducerId, short Epoch) InitProducer(string? transactionalId, int timeoutMs = 60_000, long producerId = -1, short epoch = -1) =>
        Settled(() => InitProducerOnce(transactionalId, timeoutMs, producerId, epoch), r => r.Error);

    public ErrorCode AddPartition(string transactionalId, long producerId, short epoch, string topic) =>
        Settled(() => AddPartitionOnce(transactionalId, producerId, epoch, topic), e => e);

    public ErrorCode EndTransaction(string transactionalId, long producerId, short epoch, bool commit) =>
        Settled(() => EndTransactionOnce(transactionalId, producerId, epoch, commit), e => e);

    public bool IsAlive()
    {
        Send(Frame(ApiKey.ApiVersions, 0, flexible: false, _ => { }));
        return Receive(flexible: false) is not null;
    }

    /// <summary>Waits a moment for whatever comes back and throws it away; false where the broker has closed the connection.</summary>
    public bool Settle(byte[] scratch)
    {
        if (!socket.Poll(TimeSpan.FromMilliseconds(2), SelectMode.SelectRead))
        {
            return true;
        }

        return socket.Receive(scratch) > 0;
    }

    public void Dispose() => socket.Dispose();

    /// <summary>A cluster may be loading a coordinator, or finishing the transaction before: it says so, and is asked again.</summary>
    private T Settled<T>(Func<T> call, Func<T, ErrorCode> error)
    {
        var start = TimeProvider.System.GetTimestamp();
        var result = call();
        while (error(result) is LoadInProgress or ErrorCode.CoordinatorNotAvailable or ErrorCode.ConcurrentTransactions
            && TimeProvider.System.GetElapsedTime(start) < Hang.Limit)
        {
            socket.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectRead);
            result = call();
        }

        return result;
    }

    private (ErrorCode Error, long ProducerId, short Epoch) InitProducerOnce(string? transactionalId, int timeoutMs, long producerId, short epoch)
    {
        var r = Call(ApiKey.InitProducerId, 4, flexible: true, w =>
        {
            w.String(transactionalId);
            w.Int32(timeoutMs);
            w.Int64(producerId);
            w.Int16(epoch);
            w.Tags();
        });
        r.Int32();
        return ((ErrorCode)r.Int16(), r.Int64(), r.Int16());
    }

    private ErrorCode AddPartitionOnce(string transactionalId, long producerId, short epoch, string topic)
    {
        var r = Call(ApiKey.AddPartitionsToTxn, 2, flexible: false, w =>
        {
            w.String(transactionalId);
            w.Int64(producerId);
            w.Int16(epoch);
            w.ArrayLength(1);
            w.String(topic);
            w.Int32Array(0);
        });
        r.Int32();
        r.ArrayLength();
        r.String();
        r.ArrayLength();
        r.Int32();
        return (ErrorCode)r.Int16();
    }

    private ErrorCode EndTransactionOnce(string transactionalId, long producerId, short epoch, bool commit)
    {
        var r = Call(ApiKey.EndTxn, 2, flexible: false, w =>
        {
            w.String(transactionalId);
            w.Int64(producerId);
            w.Int16(epoch);
            w.Bool(commit);
        });
        r.Int32();
        return (ErrorCode)r.Int16();
    }

    private bool Fill(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int read;
            try
            {
                read = socket.Receive(destination);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
            {
                return false;
            }

            if (read == 0)
            {
                return false;
            }

            destination = destination[read..];
        }

        return true;
    }
}
