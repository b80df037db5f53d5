using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Syntra.Streams.Runtime;

namespace Syntra.Streams.Kafka;

/// <summary>
/// Takes a consumer's records many at a time, by librdkafka's own batch call: Confluent.Kafka has none, and its objects and calls per
/// record cost more than all of a restore's own work. For consumers without a group only, whose polls bring no callbacks.
/// Closed before the consumer is.
/// </summary>
internal sealed class NativeBatch : IDisposable
{
    private const int Size = 1_000;
    private static readonly int PointerSize = nint.Size;

    // rd_kafka_message_t: part of librdkafka's public, stable interface; int fields are padded to a pointer's alignment.
    private static readonly int TopicAt = PointerSize;
    private static readonly int PartitionAt = 2 * PointerSize;
    private static readonly int PayloadAt = 3 * PointerSize;
    private static readonly int LengthAt = 4 * PointerSize;
    private static readonly int KeyAt = 5 * PointerSize;
    private static readonly int KeyLengthAt = 6 * PointerSize;
    private static readonly int OffsetAt = 7 * PointerSize;
    private readonly nint[] _messages = new nint[Size];
    private readonly SafeHandle _client;
    private nint _queue;
    private nint _lastTopic;
    private string _lastName = "";

    private NativeBatch(SafeHandle client, nint queue) => (_client, _queue) = (client, queue);

    /// <summary>Null where this build of Confluent.Kafka or of librdkafka does not let itself be called so: then records come one by one.</summary>
    public static NativeBatch? TryOpen(Handle handle)
    {
        // Confluent.Kafka does not publish librdkafka's handle.
        var property = typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic);
        if (nint.Size != sizeof(long) || property?.GetValue(handle) is not SafeHandle { IsInvalid: false } client)
        {
            return null;
        }

        try
        {
            var queue = Librdkafka.rd_kafka_queue_get_consumer(client.DangerousGetHandle());
            return queue == 0 ? null : new NativeBatch(client, queue);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Waits up to <paramref name="timeoutMs"/> for a first record, then takes what is there, up to <paramref name="max"/>; returns how many.</summary>
    public int Poll(int timeoutMs, int max, IRecordSink sink)
    {
        // A topic's address names it only while a message of it is held.
        _lastTopic = 0;

        // The call waits until the batch is full or the time is up, so the first record is waited for alone.
        var got = Take(timeoutMs, 1, sink, out var taken);
        while (got > 0 && taken < max)
        {
            got = Take(0, Math.Min(Size, max - taken), sink, out var more);
            taken += more;
        }

        return taken;
    }

    public void Dispose()
    {
        if (_queue != 0)
        {
            Librdkafka.rd_kafka_queue_destroy(_queue);
            _queue = 0;
        }
    }

    /// <summary>Takes one batch; returns how many messages came, the ends of partitions included.</summary>
    private int Take(int timeoutMs, int size, IRecordSink sink, out int records)
    {
        records = 0;
        var got = (int)Librdkafka.rd_kafka_consume_batch_queue(_queue, timeoutMs, _messages, size);
        var next = 0;
        try
        {
            while (next < got)
            {
                records += Give(_messages[next], sink) ? 1 : 0;
                next++;
            }
        }
        finally
        {
            for (var i = 0; i < got; i++)
            {
                Librdkafka.rd_kafka_message_destroy(_messages[i]);
            }

            _lastTopic = 0;
        }

        GC.KeepAlive(_client);
        return got;
    }

    private bool Give(nint message, IRecordSink sink)
    {
        var error = (ErrorCode)Marshal.ReadInt32(message);
        if (error is not (ErrorCode.NoError or ErrorCode.Local_PartitionEOF))
        {
            PollLoop.Refused(new KafkaException(new Error(error)));
            return false;
        }

        var topic = NameOf(Marshal.ReadIntPtr(message, TopicAt));
        var partition = Marshal.ReadInt32(message, PartitionAt);
        var offset = Marshal.ReadInt64(message, OffsetAt);
        if (error == ErrorCode.Local_PartitionEOF)
        {
            sink.End(topic, partition, offset);
            return false;
        }

        var timestamp = Librdkafka.rd_kafka_message_timestamp(message, out _);
        var record = new RawRecord(Bytes(message, KeyAt, KeyLengthAt), Bytes(message, PayloadAt, LengthAt), timestamp, offset, null);
        sink.Accept(topic, partition, in record);
        return true;
    }

    private static byte[]? Bytes(nint message, int pointerAt, int lengthAt)
    {
        var pointer = Marshal.ReadIntPtr(message, pointerAt);
        if (pointer == 0)
        {
            return null;
        }

        var length = (int)Marshal.ReadInt64(message, lengthAt);
        if (length == 0)
        {
            return [];
        }

        var bytes = GC.AllocateUninitializedArray<byte>(length);
        Marshal.Copy(pointer, bytes, 0, length);
        return bytes;
    }

    private string NameOf(nint topic)
    {
        if (topic != _lastTopic)
        {
            var name = Marshal.PtrToStringUTF8(Librdkafka.rd_kafka_topic_name(topic))!;
            (_lastTopic, _lastName) = (topic, name == _lastName ? _lastName : name);
        }

        return _lastName;
    }
}

/// <summary>The calls of librdkafka's public interface that Confluent.Kafka does not offer.</summary>
internal static class Librdkafka
{
    private const string Library = "librdkafka";

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static extern nint rd_kafka_queue_get_consumer(nint client);

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static extern void rd_kafka_queue_destroy(nint queue);

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static extern nint rd_kafka_consume_batch_queue(nint queue, int timeoutMs, [Out] nint[] messages, nint size);

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static extern void rd_kafka_message_destroy(nint message);

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    [SuppressGCTransition]
    public static extern long rd_kafka_message_timestamp(nint message, out int type);

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    [SuppressGCTransition]
    public static extern nint rd_kafka_topic_name(nint topic);
}
