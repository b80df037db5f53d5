using FsCheck;
using FsCheck.Fluent;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Delivery.Intake;

namespace Syntra.Fusion.Tests.Delivery;

public sealed class BatchSealerTests
{
    private static readonly JournalDeliveryOptions s_options = new()
    {
        Topics = new TopicNames("t1"),
        BootstrapServers = "none:1",
        Ledgers = _ => Pod.Settings,
        MaximumInstructions = 7,
        MaximumBatchBytes = 10_000,
    };

    [Fact]
    public void Every_instruction_is_in_exactly_one_batch_of_its_facility_and_period_within_the_limits() =>
        Prop.ForAll(Items(), items =>
        {
            var batches = BatchSealer.Seal(items, s_options, DateTimeOffset.UnixEpoch);
            var sealedKeys = batches.SelectMany(b => b.Batch.Instructions).Select(i => i.IdempotencyKey).ToList();
            Assert.Equal(items.Select(i => i.Instruction.IdempotencyKey).Order(), sealedKeys.Order());
            Assert.Equal(batches.Count, batches.Select(b => b.Batch.BatchId).Distinct().Count());
            Assert.Equal(batches.Count, batches.Select(b => b.Group).Distinct().Count());
            var bytes = items.ToDictionary(i => i.Instruction.IdempotencyKey, i => i.Bytes);
            Assert.All(batches, b =>
            {
                Assert.InRange(b.Batch.Instructions.Count, 1, 7);
                Assert.True(b.Batch.Instructions.Count == 1 || b.Batch.Instructions.Sum(i => bytes[i.IdempotencyKey]) <= 10_000);
                Assert.Single(b.Batch.Instructions.Select(i => (i.Facility, i.Lines[0].Period)).Distinct());
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_input_at_the_same_offsets_gives_the_same_batches_and_other_offsets_give_others() =>
        Prop.ForAll(Items(), items =>
        {
            List<string> Ids(IReadOnlyList<BufferedInstruction> of, int minutes) =>
                [.. BatchSealer.Seal(of, s_options, DateTimeOffset.UnixEpoch.AddMinutes(minutes)).Select(b => b.Batch.BatchId)];
            Assert.Equal(Ids(items, 0), Ids(items, 5));
            Assert.Empty(Ids(items, 0).Intersect(Ids([.. items.Select(i => i with { Offset = i.Offset + 1000 })], 0)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Periods_can_share_a_batch_where_that_is_asked_for()
    {
        var items = ((string[])["Jan-24", "Feb-24", "Mar-24", "Apr-24"]).Select((p, i) => new BufferedInstruction(Instructions.Of(i, 5m, period: p), 0, i, 100)).ToList();
        Assert.Equal(4, BatchSealer.Seal(items, s_options, DateTimeOffset.UnixEpoch).Count);
        var one = Assert.Single(BatchSealer.Seal(items, s_options with { SplitByPeriod = false }, DateTimeOffset.UnixEpoch));
        Assert.Equal("4 periods", one.Batch.Period);
    }

    [Fact]
    public void An_instruction_without_lines_is_refused_by_name()
    {
        var empty = new BufferedInstruction(Instructions.Of(1, 5m) with { Lines = [] }, 0, 0, 100);
        Assert.Throws<DeliveryStateException>(() => BatchSealer.Seal([empty], s_options, DateTimeOffset.UnixEpoch));
    }

    private static Arbitrary<List<BufferedInstruction>> Items()
    {
        var one = from facility in Gen.Elements("a", "b", "c")
                  from period in Gen.Elements("Jan-24", "Feb-24")
                  from bytes in Gen.Choose(100, 12_000)
                  from partition in Gen.Choose(0, 3)
                  select (facility, period, bytes, partition);
        return Arb.From(Gen.NonEmptyListOf(one).Select(all => all.Select((x, i) =>
            new BufferedInstruction(Instructions.Of(i, 1m + i, facility: x.facility, period: x.period), x.partition, i, x.bytes)).ToList()));
    }
}
