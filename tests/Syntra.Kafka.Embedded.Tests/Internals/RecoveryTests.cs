using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Tests.Internals;

public sealed class RecoveryTests
{
    private static string LastSegment(string folder) => Directory.EnumerateFiles(folder, "*.log").Order(StringComparer.Ordinal).Last();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_appended_is_there_after_a_crash(bool checkpointed)
    {
        using var test = new TestLog(new LogConfig { SegmentBytes = 700 });
        for (var i = 0; i < 100; i++)
        {
            test.Append($"k{i}", $"v{i}");
            if (checkpointed && i == 60)
            {
                test.Log.Flush(always: true);
            }
        }

        test.Crash();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => ((long)i, $"k{i}", (string?)$"v{i}")), test.Read());
        Assert.Equal(100, test.Append("k", "v").BaseOffset);
    }

    [Fact]
    public void A_torn_last_batch_is_cut_at_every_possible_length()
    {
        var size = TestLog.Batch([("key", "value")]).Length;
        for (var cut = 1; cut <= size; cut++)
        {
            using var test = new TestLog();
            test.Append("key", "first");
            test.Append("key", "value");
            test.Crash(folder =>
            {
                using var file = File.OpenWrite(LastSegment(folder));
                file.SetLength(file.Length - cut);
            });
            Assert.Equal(1, test.Log.NextOffset);
            Assert.Equal(1, test.Append("key", "again").BaseOffset);
            Assert.Equal(["first", "again"], test.Read().Select(r => r.Value));
        }
    }

    [Fact]
    public void Garbage_behind_the_last_batch_is_cut()
    {
        using var test = new TestLog();
        test.Append("key", "first");
        test.Crash(folder => File.AppendAllText(LastSegment(folder), new string('\u0001', 500)));
        Assert.Equal(1, test.Log.NextOffset);
    }

    [Fact]
    public void A_flipped_bit_behind_the_checkpoint_cuts_the_log_there()
    {
        using var test = new TestLog();
        test.Append("key", "first");
        var before = test.Log.SizeOnDisk;
        test.Append("key", "second");
        test.Append("key", "third");
        test.Crash(folder =>
        {
            using var file = File.Open(LastSegment(folder), FileMode.Open);
            file.Position = before + 70;
            var b = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(b ^ 1));
        });
        Assert.Equal(["first"], test.Read().Select(r => r.Value));
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("*.index")]
    public void A_lost_checkpoint_or_index_costs_a_scan_and_nothing_else(string lost)
    {
        using var test = new TestLog(new LogConfig { SegmentBytes = 700 });
        for (var i = 0; i < 50; i++)
        {
            test.AppendTransactional(7, "k", $"v{i}", i);
        }

        test.Log.AppendMarker(7, 0, commit: false, 0);
        test.AppendTransactional(7, "k", "open", 50);
        test.Log.Flush(always: true);
        test.Crash(folder =>
        {
            foreach (var file in Directory.EnumerateFiles(folder, lost))
            {
                File.Delete(file);
            }
        });
        Assert.Equal(51, test.Log.LastStableOffset);
        Assert.Empty(test.Read(committedOnly: true));
        Assert.Equal(ErrorCode.OutOfOrderSequence, test.AppendTransactional(7, "k", "x", 77).Error);
        Assert.Equal(51, test.AppendTransactional(7, "k", "open", 50).BaseOffset - 0);
    }

    [Theory]
    [InlineData("boot-1", 3)]
    [InlineData("boot-2", 1)]
    public void What_was_never_flushed_is_read_again_with_its_crc_after_a_reboot(string bootId, int expected)
    {
        using var test = new TestLog();
        for (var i = 0; i < 3; i++)
        {
            test.Append("key", $"{i}");
        }

        test.Log.Flush(always: true);
        test.BootId = bootId;
        test.Crash(folder =>
        {
            using var file = File.Open(LastSegment(folder), FileMode.Open);
            file.Position = (file.Length / 3) + 65;
            file.WriteByte(0xEE);
        });
        Assert.Equal(expected, test.Log.NextOffset);
    }

    [Fact]
    public void Producers_and_their_last_five_batches_survive_a_crash_before_and_after_the_checkpoint()
    {
        using var test = new TestLog();
        for (var i = 0; i < 10; i++)
        {
            test.Append(TestLog.Batch([("k", $"{i}")], producerId: 3, sequence: i));
            if (i == 7)
            {
                test.Log.Flush(always: true);
            }
        }

        test.Crash();
        for (var i = 5; i < 10; i++)
        {
            Assert.Equal(new AppendResult(ErrorCode.None, i, -1, 0), test.Append(TestLog.Batch([("k", $"{i}")], producerId: 3, sequence: i)));
        }

        Assert.Equal(ErrorCode.OutOfOrderSequence, test.Append(TestLog.Batch([("k", "x")], producerId: 3, sequence: 11)).Error);
        Assert.Equal(10, test.Append(TestLog.Batch([("k", "10")], producerId: 3, sequence: 10)).BaseOffset);
    }

    [Fact]
    public void A_failed_write_leaves_no_trace_and_the_next_one_succeeds()
    {
        using var test = new TestLog();
        test.Append("k", "one");
        var fault = new FullDisk();
        using var broken = PartitionLog.Open(Path.Combine(test.Folder, "nested"), test.Config,
            new StorageContext(test.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance) { WriteFault = fault });
        var batch = TestLog.Batch([("k", "v")]);
        Assert.Equal(0, broken.Append(batch, BatchHeader.Read(batch)).BaseOffset);
        fault.Full = true;
        Assert.Equal(ErrorCode.KafkaStorageError, broken.Append(batch, BatchHeader.Read(batch)).Error);
        Assert.Equal(1, broken.NextOffset);
        fault.Full = false;
        Assert.Equal(1, broken.Append(batch, BatchHeader.Read(batch)).BaseOffset);
    }

    private sealed class FullDisk : IWriteFault
    {
        public bool Full { get; set; }

        public void BeforeWrite(string path, int bytes)
        {
            if (Full)
            {
                throw new IOException("No space left on device");
            }
        }
    }
}
