using FsCheck;
using FsCheck.Fluent;
using Syntra.Fusion.Objects.Progress;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>What is written of a position says of each record whether it has its receipt, through any number of lives.</summary>
public sealed class OffsetLedgerTests
{
    private const int Lives = 6;

    [Fact]
    public void Whatever_order_receipts_come_in_and_wherever_a_life_ends_no_record_is_taken_for_done_that_is_not_nor_done_twice()
    {
        // Each byte is an offset: of four one holds no record, as a transaction's marker does.
        var script = ArbMap.Default.GeneratorFor<(byte[] Offsets, byte[] Dice)>();
        Prop.ForAll(Arb.From(script), s => Live(s.Offsets, s.Dice)).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(120));
    }

    [Fact]
    public void A_marker_within_a_range_of_an_earlier_life_stays_within_it()
    {
        var first = new OffsetLedger(0);
        foreach (var offset in new long[] { 0, 1, 2, 4, 5 })
        {
            Assert.True(first.See(offset));
        }

        // 3 holds no record; 0 has no receipt yet.
        Array.ForEach([1L, 2L, 4L, 5L], first.Done);
        var second = new OffsetLedger(first.Next, first.Encode());
        Assert.Equal([true, false, false, false, false, true], new long[] { 0, 1, 2, 4, 5, 6 }.Select(second.See));
        Assert.Equal([(1L, 5L)], OffsetRuns.Decode(second.Next, second.Encode()));
        second.Done(0);
        Assert.Equal((6L, 0), (second.Next, second.Encode().Length));
    }

    [Fact]
    public void Ranges_that_would_be_read_as_others_are_not_written()
    {
        Assert.Throws<InvalidOperationException>(() => OffsetRuns.Encode(10, [(4, 4)]));
        Assert.Throws<InvalidOperationException>(() => OffsetRuns.Encode(10, [(12, 20), (15, 15)]));
        Assert.Throws<InvalidOperationException>(() => OffsetRuns.Encode(10, [(12, 11)]));
    }

    private static void Live(byte[] offsets, byte[] dice)
    {
        var records = Enumerable.Range(0, offsets.Length).Where(o => offsets[o] % 4 != 0).Select(o => (long)o).ToList();
        var done = new HashSet<long>();
        var ledger = new OffsetLedger(0);
        var thrown = 0;
        for (var life = 1; life <= Lives; life++)
        {
            var open = new List<long>();
            foreach (var offset in records.Where(o => o >= ledger.Next))
            {
                Assert.Equal(!done.Contains(offset), ledger.See(offset));
                if (!done.Contains(offset))
                {
                    open.Add(offset);
                }

                // Now and then the answer to any of those under way; the last life answers all.
                if (open.Count > 0 && Roll() % 3 > 0)
                {
                    Answer(open[Roll() % open.Count], open);
                }

                if (life < Lives && Roll() % 16 == 0)
                {
                    break;
                }
            }

            while (life == Lives && open.Count > 0)
            {
                Answer(open[Roll() % open.Count], open);
            }

            ledger = new OffsetLedger(ledger.Next, ledger.Encode());
        }

        Assert.Equal(records.Count, done.Count);
        Assert.True(records.TrueForAll(r => r < ledger.Next));

        int Roll() => dice.Length == 0 ? 1 : dice[thrown++ % dice.Length];

        void Answer(long offset, List<long> open)
        {
            open.Remove(offset);
            done.Add(offset);
            ledger.Done(offset);
            var written = OffsetRuns.Decode(ledger.Next, ledger.Encode());
            bool IsWritten(long o) => o < ledger.Next || written.Any(r => r.Start <= o && o <= r.End);
            Assert.Equal(records.Where(done.Contains), records.Where(IsWritten));
        }
    }
}
