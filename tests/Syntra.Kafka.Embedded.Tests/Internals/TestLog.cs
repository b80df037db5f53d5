using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Tests.Internals;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;
}

/// <summary>One partition log in a temporary folder, with the few operations that tests of it need.</summary>
internal sealed class TestLog : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("syntra-log-").FullName;

    public TestLog(LogConfig? config = null)
    {
        Config = config ?? new LogConfig();
        Log = Open();
    }

    /// <summary>Which boot the next opening takes place in.</summary>
    public string BootId { get; set; } = "boot-1";

    public ManualTime Time { get; } = new();

    public LogConfig Config { get; }

    public PartitionLog Log { get; private set; }

    public string Folder => Path.Combine(root, "0");

    /// <summary>Copies the folder as it is, as a killed process would leave it, and opens the copy.</summary>
    public void Crash(Action<string>? damage = null)
    {
        var copy = Path.Combine(root, "copy");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(Folder))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        Log.Dispose();
        Directory.Delete(Folder, recursive: true);
        Directory.Move(copy, Folder);
        damage?.Invoke(Folder);
        Log = Open();
    }

    public AppendResult Append(string key, string? value, long timestamp = 0) => Append(Batch([(key, value)], timestamp));

    public AppendResult Append(byte[] batch) => Log.Append(batch, BatchHeader.Read(batch));

    public AppendResult AppendTransactional(long producerId, string key, string? value, int sequence)
    {
        var batch = Batch([(key, value)], 0, producerId, sequence, attributes: 0x10);
        return Append(batch);
    }

    public static byte[] Batch(
        IReadOnlyList<(string Key, string? Value)> records, long timestamp = 0, long producerId = -1, int sequence = -1, short attributes = 0, short epoch = 0)
    {
        var builder = new BatchBuilder(timestamp) { ProducerId = producerId, ProducerEpoch = producerId < 0 ? (short)-1 : epoch, Attributes = attributes };
        foreach (var (key, value) in records)
        {
            builder.Add(System.Text.Encoding.UTF8.GetBytes(key), System.Text.Encoding.UTF8.GetBytes(value ?? ""), isNull: value is null);
        }

        var batch = builder.Build();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(53), sequence);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(BatchHeader.CrcAt), Crc32C.Compute(batch.AsSpan(BatchHeader.CrcFrom)));
        return batch;
    }

    /// <summary>Every data record from the log's start, read in small fetches; aborted ones left out where committed ones are asked for.</summary>
    public List<(long Offset, string Key, string? Value)> Read(bool committedOnly = false)
    {
        var result = new List<(long, string, string?)>();
        var offset = Log.LogStart;
        while (true)
        {
            var found = Log.Fetch(offset, 500, committedOnly, atLeastOne: true);
            Assert.Equal(ErrorCode.None, found.Error);
            using var slice = found.Slice;
            if (slice is null)
            {
                return result;
            }

            var bytes = new byte[slice.Length];
            slice.CopyTo(bytes);
            for (var at = 0; at < bytes.Length;)
            {
                var header = BatchHeader.Read(bytes.AsSpan(at));
                Assert.Equal(header.Crc, Crc32C.Compute(bytes.AsSpan(at + BatchHeader.CrcFrom, header.TotalSize - BatchHeader.CrcFrom)));
                var skipped = header.IsControl || found.Aborted.Any(a =>
                    a.ProducerId == header.ProducerId && header.IsTransactional && a.FirstOffset <= header.BaseOffset && header.BaseOffset < a.LastOffset);
                var reader = new RecordReader(bytes.AsSpan(at + BatchHeader.Size), header);
                while (!skipped && reader.Next())
                {
                    result.Add((reader.Offset, System.Text.Encoding.UTF8.GetString(reader.Key),
                        reader.HasValue ? System.Text.Encoding.UTF8.GetString(reader.Value) : null));
                }

                at += header.TotalSize;
                offset = header.LastOffset + 1;
            }
        }
    }

    public void Dispose()
    {
        Log.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private PartitionLog Open() => PartitionLog.Open(Folder, Config, new StorageContext(Time, NullLogger.Instance) { BootId = BootId });
}
