using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Bench.Broker;

/// <summary>
/// What the broker does when no client library is in the way: ready-made batches sent, and fetched data thrown away, over one socket.
/// The client is the limit of the other figures, for the mock as for ours; this one shows how far off the broker's own is.
/// </summary>
internal static class RawLoad
{
    private const int RecordsPerBatch = 4000;
    private const int InFlight = 5;

    /// <summary>Records per second, from the first request to the last acknowledgement.</summary>
    public static double Produce(string bootstrap, string topic, int records, int bytes)
    {
        using var socket = Connect(bootstrap);
        var frame = ProduceFrame(topic, bytes);
        var answer = new byte[4096];
        var batches = records / RecordsPerBatch;
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < batches + InFlight; i++)
        {
            if (i >= InFlight)
            {
                Receive(socket, answer);
                Check(answer, topic);
            }

            if (i < batches)
            {
                Send(socket, frame);
            }
        }

        return batches * RecordsPerBatch / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Records per second, read in answers of up to 4 MB from what the log holds; where that is less than asked, again from its start.</summary>
    public static double Consume(string bootstrap, string topic, int records)
    {
        using var socket = Connect(bootstrap);
        var answer = new byte[8 * 1024 * 1024];
        var (low, high) = (Bound(socket, answer, topic, -2), Bound(socket, answer, topic, -1));
        var (offset, taken) = (low, 0L);
        var start = TimeProvider.System.GetTimestamp();
        while (taken < records)
        {
            Send(socket, FetchFrame(topic, offset));
            var length = Receive(socket, answer);
            var next = NextOffset(answer.AsSpan(0, length), topic);
            taken += next - offset;
            offset = next < high ? next : low;
        }

        return taken / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>ListOffsets v1: -2 is the first offset of the partition, -1 the one behind the last.</summary>
    private static long Bound(Socket socket, byte[] answer, string topic, long which)
    {
        Send(socket, Frame(ApiKey.ListOffsets, 1, w =>
        {
            w.Int32(-1);
            w.ArrayLength(1);
            w.String(topic);
            w.ArrayLength(1);
            w.Int32(0);
            w.Int64(which);
        }));
        Receive(socket, answer);
        return BinaryPrimitives.ReadInt64BigEndian(answer.AsSpan(4 + 4 + 2 + topic.Length + 4 + 4 + 2 + 8));
    }

    private static Socket Connect(string bootstrap)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPEndPoint.Parse(bootstrap));
        return socket;
    }

    private static byte[] Frame(ApiKey key, short version, Action<WireWriter> body)
    {
        using var w = new WireWriter();
        w.Int32(0);
        w.Int16((short)key);
        w.Int16(version);
        w.Int32(1);
        w.String("raw");
        body(w);
        w.PatchInt32(0, w.Length - 4);
        return w.Written.ToArray();
    }

    private static byte[] ProduceFrame(string topic, int bytes)
    {
        var value = new byte[bytes];
        new Random(1).NextBytes(value);
        var builder = new BatchBuilder(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        for (var i = 0; i < RecordsPerBatch; i++)
        {
            builder.Add([1], value, isNull: false);
        }

        var batch = builder.Build();
        return Frame(ApiKey.Produce, 7, w =>
        {
            w.String(null);
            w.Int16(-1);
            w.Int32(10_000);
            w.ArrayLength(1);
            w.String(topic);
            w.ArrayLength(1);
            w.Int32(0);
            w.Bytes(batch);
        });
    }

    private static byte[] FetchFrame(string topic, long offset) => Frame(ApiKey.Fetch, 4, w =>
    {
        w.Int32(-1);
        w.Int32(100);
        w.Int32(1);
        w.Int32(4_000_000);
        w.Int8(0);
        w.ArrayLength(1);
        w.String(topic);
        w.ArrayLength(1);
        w.Int32(0);
        w.Int64(offset);
        w.Int32(4_000_000);
    });

    private static void Check(byte[] answer, string topic)
    {
        var error = BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(4 + 4 + 2 + topic.Length + 4 + 4));
        if (error != 0)
        {
            throw new InvalidOperationException($"produce failed with {error}");
        }
    }

    /// <summary>The offset behind the last whole batch of a fetch answer.</summary>
    private static long NextOffset(Span<byte> answer, string topic)
    {
        var at = 4 + 4 + 4 + 2 + topic.Length + 4 + 4 + 2 + 8 + 8 + 4 + 4;
        var next = -1L;
        while (at + BatchHeader.Size <= answer.Length)
        {
            var header = BatchHeader.Read(answer[at..]);
            next = header.LastOffset + 1;
            at += header.TotalSize;
        }

        return next < 0 ? throw new InvalidOperationException("a fetch brought nothing") : next;
    }

    private static void Send(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    private static int Receive(Socket socket, byte[] into)
    {
        Fill(socket, into.AsSpan(0, 4));
        var length = BinaryPrimitives.ReadInt32BigEndian(into);
        Fill(socket, into.AsSpan(0, length));
        return length;
    }

    private static void Fill(Socket socket, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var read = socket.Receive(destination);
            destination = read > 0 ? destination[read..] : throw new EndOfStreamException("the broker closed the connection");
        }
    }
}
