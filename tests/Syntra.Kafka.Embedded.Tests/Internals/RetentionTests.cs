using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Tests.Internals;

public sealed class RetentionTests
{
    [Fact]
    public void Old_segments_go_by_time_and_the_log_start_moves()
    {
        using var test = new TestLog(new LogConfig { SegmentBytes = 150, RetentionMs = 10_000 });
        var now = test.Time.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < 10; i++)
        {
            test.Append("k", $"{i}", now + (i * 1000));
        }

        test.Time.Advance(TimeSpan.FromSeconds(15));
        test.Log.ApplyRetention();
        Assert.InRange(test.Log.LogStart, 4, 6);
        Assert.Equal(ErrorCode.OffsetOutOfRange, test.Log.Fetch(0, 100, false, true).Error);
        var left = test.Read();
        test.Crash();
        Assert.Equal(left, test.Read());
    }

    [Fact]
    public void A_whole_log_that_is_over_age_goes_and_offsets_go_on()
    {
        using var test = new TestLog(new LogConfig { RetentionMs = 1000 });
        test.Append("k", "v", 5);
        test.Log.ApplyRetention();
        Assert.Equal((1L, 1L), (test.Log.LogStart, test.Log.NextOffset));
        test.Crash();
        Assert.Equal(1, test.Append("k", "v").BaseOffset);
    }

    [Fact]
    public void Size_retention_keeps_at_least_what_it_says()
    {
        using var test = new TestLog(new LogConfig { SegmentBytes = 300, RetentionBytes = 1000, RetentionMs = -1 });
        for (var i = 0; i < 100; i++)
        {
            test.Append("k", $"{i}");
        }

        test.Log.ApplyRetention();
        Assert.InRange(test.Log.SizeOnDisk, 1000, 1300);
    }

    [Fact]
    public void An_open_transaction_is_never_retained_away()
    {
        using var test = new TestLog(new LogConfig { RetentionMs = 1000 });
        test.AppendTransactional(1, "k", "v", 0);
        test.Time.Advance(TimeSpan.FromDays(30));
        test.Log.ApplyRetention();
        Assert.Equal(0, test.Log.LogStart);
        test.Log.AppendMarker(1, 0, commit: true, 0);
        Assert.Equal(["v"], test.Read(committedOnly: true).Select(r => r.Value));
    }

    [Fact]
    public void A_reader_that_holds_a_slice_can_finish_after_retention_dropped_its_segment()
    {
        using var test = new TestLog(new LogConfig { SegmentBytes = 100, RetentionMs = 1000 });
        test.Append("k", "first", 5);
        test.Append("k", "second", 5);
        using var slice = test.Log.Fetch(0, 1000, false, true).Slice!;
        test.Log.ApplyRetention();
        Assert.Equal(2, test.Log.LogStart);
        var bytes = new byte[slice.Length];
        slice.CopyTo(bytes);
        Assert.Equal(0, BatchHeader.Read(bytes).BaseOffset);
    }

    [Fact]
    public void DeleteBefore_moves_the_start_also_inside_a_segment_and_over_a_crash()
    {
        using var test = new TestLog();
        for (var i = 0; i < 10; i++)
        {
            test.Append("k", $"{i}");
        }

        Assert.Equal(7, test.Log.DeleteBefore(7));
        Assert.Null(test.Log.DeleteBefore(11));
        test.Crash();
        Assert.Equal(7, test.Log.LogStart);
        Assert.Equal(["7", "8", "9"], test.Read().Select(r => r.Value));
    }
}
