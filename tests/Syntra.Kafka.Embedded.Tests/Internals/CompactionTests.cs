using FsCheck;
using FsCheck.Fluent;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Storage.Codecs;

namespace Syntra.Kafka.Embedded.Tests.Internals;

public sealed class CompactionTests
{
    private static LogConfig Compacted(int segmentBytes = 300) =>
        new() { Compact = true, Delete = false, SegmentBytes = segmentBytes, MinCleanableDirtyRatio = 0, DeleteRetentionMs = 1000 };

    [Fact]
    public void Only_the_latest_value_of_each_key_stays_in_the_cleaned_part()
    {
        using var test = new TestLog(Compacted());
        for (var i = 0; i < 60; i++)
        {
            test.Append($"k{i % 3}", $"{i}");
        }

        test.Log.Compact();
        var left = test.Read();
        Assert.Equal(60, test.Log.NextOffset);
        Assert.True(left.Count <= 8, $"{left.Count} records left");
        Assert.Equal(["57", "58", "59"], left.TakeLast(3).Select(r => r.Value));
    }

    [Fact]
    public void A_tombstone_stays_for_delete_retention_after_a_pass_and_then_goes()
    {
        using var test = new TestLog(Compacted(100));
        test.Append("gone", "v");
        test.Append("gone", null);
        test.Append("other", "1");
        test.Append("other", "2");
        test.Log.Compact();
        Assert.Contains(test.Read(), r => r.Key == "gone" && r.Value is null);
        Assert.DoesNotContain(test.Read(), r => r.Key == "gone" && r.Value is not null);
        test.Time.Advance(TimeSpan.FromDays(5000));
        test.Append("other", "3");
        test.Append("other", "4");
        test.Log.Compact();
        Assert.DoesNotContain(test.Read(), r => r.Key == "gone");
    }

    [Fact]
    public void A_batch_in_a_codec_that_cannot_be_opened_is_kept_whole()
    {
        using var test = new TestLog(Compacted(100));
        test.Append(TestLog.Batch([("k", "opaque")], attributes: 4));
        test.Append("k", "1");
        test.Append("k", "2");
        test.Append("k", "3");
        test.Log.Compact();
        Assert.Equal(["opaque", "2", "3"], test.Read().Select(r => r.Value).Where(v => v != "1"));
    }

    /// <summary>What is rebuilt is rebuilt in gzip, which the platform can write and every client can read.</summary>
    [Theory]
    [InlineData(Codec.Gzip)]
    [InlineData(Codec.Snappy)]
    [InlineData(Codec.Lz4)]
    internal void Compressed_batches_are_opened_and_cleaned(Codec codec)
    {
        using var test = new TestLog(Compacted(100));
        test.Append(Compressed(codec, TestLog.Batch([("a", "1"), ("b", "1"), ("a", "2")])));
        test.Append("b", "2");
        test.Append("c", "1");
        test.Log.Compact();
        var first = test.Log.Fetch(0, 10, committedOnly: false, atLeastOne: true);
        using var slice = first.Slice!;
        var bytes = new byte[slice.Length];
        slice.CopyTo(bytes);
        var header = BatchHeader.Read(bytes);
        Assert.Equal((Codec.Gzip, 1, 2), (header.Codec, header.RecordCount, header.LastOffsetDelta));
        Assert.Equal([new OldMessage(2, 0, "a", "2")], MessageSets.Records(bytes));
    }

    [Fact]
    public void A_tombstone_beside_snappy_batches_goes_like_any_other()
    {
        using var test = new TestLog(Compacted(100));
        test.Append(Compressed(Codec.Snappy, TestLog.Batch([("gone", "v")])));
        test.Append("gone", null);
        test.Append("other", "1");
        test.Log.Compact();
        test.Time.Advance(TimeSpan.FromDays(5000));
        test.Append("other", "2");
        test.Append("other", "3");
        test.Log.Compact();
        Assert.DoesNotContain(test.Read(), r => r.Key == "gone");
    }

    [Fact]
    public void A_compacted_log_survives_a_crash()
    {
        using var test = new TestLog(Compacted());
        for (var i = 0; i < 60; i++)
        {
            test.Append($"k{i % 3}", $"{i}");
        }

        test.Log.Compact();
        var before = test.Read();
        test.Crash();
        Assert.Equal(before, test.Read());
        test.Crash(folder => File.Delete(Path.Combine(folder, "checkpoint")));
        Assert.Equal(before, test.Read());
    }

    /// <summary>Whatever mixture of plain, committed and aborted writes: compaction changes neither the final table nor the order, at any number of passes.</summary>
    [Fact]
    public void Compaction_never_changes_the_latest_committed_value_of_a_key()
    {
        var operation = Gen.Choose(0, 99).Two().Select(t => (Kind: t.Item1, Key: t.Item2 % 5));
        Prop.ForAll(Gen.ListOf(operation, 80).ToArbitrary(), operations =>
        {
            using var test = new TestLog(Compacted(400));
            Play(test, [.. operations]);
            var expected = Table(test.Read(committedOnly: true));
            for (var pass = 0; pass < 3; pass++)
            {
                test.Log.Compact();
                var left = test.Read(committedOnly: true);
                Assert.Equal(left.Select(r => r.Offset).Order(), left.Select(r => r.Offset));
                Assert.Equal(expected, Table(left));
                test.Time.Advance(TimeSpan.FromDays(3000));
                test.Append("filler", "x");
                test.Crash();
                expected["filler"] = "x";
            }

            test.Crash(folder => File.Delete(Path.Combine(folder, "checkpoint")));
            Assert.Equal(expected, Table(test.Read(committedOnly: true)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private static void Play(TestLog test, (int Kind, int Key)[] operations)
    {
        var sequence = new int[2];
        var open = new bool[2];
        for (var i = 0; i < operations.Length; i++)
        {
            var (kind, key) = operations[i];
            var producer = kind % 2;
            switch (kind)
            {
                case < 40:
                    test.Append($"k{key}", kind < 5 ? null : $"{i}");
                    break;
                case < 80:
                    test.AppendTransactional(producer, $"k{key}", kind < 45 ? null : $"{i}", sequence[producer]++);
                    open[producer] = true;
                    break;
                default:
                    test.Log.AppendMarker(producer, 0, commit: kind < 92, 0);
                    open[producer] = false;
                    break;
            }
        }

        for (var p = 0; p < 2; p++)
        {
            test.Log.AppendMarker(p, 0, commit: open[p], 0);
        }
    }

    private static Dictionary<string, string?> Table(IEnumerable<(long Offset, string Key, string? Value)> records)
    {
        var table = new Dictionary<string, string?>();
        foreach (var (_, key, value) in records)
        {
            if (value is null)
            {
                table.Remove(key);
            }
            else
            {
                table[key] = value;
            }
        }

        return table;
    }

    /// <summary>Snappy as one literal and LZ4 as one stored block: valid in their formats, without a compressor.</summary>
    private static byte[] Compressed(Codec codec, byte[] batch)
    {
        var plain = batch[BatchHeader.Size..];
        byte[] body = codec switch
        {
            Codec.Gzip => Gzip.Write(plain),
            Codec.Snappy => [(byte)plain.Length, (byte)((plain.Length - 1) << 2), .. plain],
            _ => [0x04, 0x22, 0x4D, 0x18, 0x60, 0x40, 0, (byte)plain.Length, 0, 0, 0x80, .. plain, 0, 0, 0, 0],
        };
        Assert.InRange(plain.Length, 1, 60);
        byte[] result = [.. batch[..BatchHeader.Size], .. body];
        var b = result.AsSpan();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(b[8..], result.Length - BatchHeader.PrefixSize);
        System.Buffers.Binary.BinaryPrimitives.WriteInt16BigEndian(b[21..], (short)codec);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(b[BatchHeader.CrcAt..], Crc32C.Compute(b[BatchHeader.CrcFrom..]));
        return result;
    }
}
