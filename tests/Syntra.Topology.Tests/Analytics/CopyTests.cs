using Syntra.Contracts;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Analytics;

/// <summary>The copy stays in step with the charges whatever is corrected, without a key to find rows by.</summary>
public sealed class CopyTests
{
    [Fact]
    public void A_correction_takes_back_exactly_what_stood()
    {
        using var pipeline = Copies.Driver("safe-harbor");
        pipeline.Receive(Sample.Raw());
        var first = pipeline.Analytics.ReadRecord().Value;

        pipeline.Receive(Sample.Raw(version: 2).WithAmount(90m));

        var rows = pipeline.Analytics.ReadAll().Select(r => r.Value).ToList();
        Assert.Equal([first with { Count = -1, Quantity = -3m, Amount = -120m }, first with { Quantity = 1m, UnitPrice = 90m, Amount = 90m }], rows);
    }

    [Fact]
    public void What_is_read_again_or_is_older_or_says_the_same_gives_no_row()
    {
        using var pipeline = Copies.Driver("safe-harbor");
        pipeline.Receive(Sample.Raw(version: 2));
        pipeline.Analytics.ReadRecord();

        pipeline.Receive(Sample.Raw(version: 2));
        pipeline.Receive(Sample.Raw(version: 1).WithAmount(7m));
        pipeline.Receive(Sample.Raw(version: 3) with { CostCenterCode = "1" });

        Assert.True(pipeline.Analytics.IsEmpty);
    }

    [Fact]
    public void A_charge_that_is_deleted_or_no_longer_active_is_taken_back_and_a_purge_changes_nothing()
    {
        using var pipeline = Copies.Driver("safe-harbor");
        foreach (var id in (string[])["5001", "5002", "5003"])
        {
            pipeline.Receive(Sample.Raw(id));
        }

        Assert.Equal(3, pipeline.Analytics.ReadAll().Count);
        pipeline.Receive(Sample.Raw("5001", 2) with { Active = false });
        Delete(pipeline, "5002", purge: false);
        Delete(pipeline, "5003", purge: true);

        Assert.Equal([-120m, -120m], pipeline.Analytics.ReadAll().Select(r => r.Value.Amount!.Value));
    }

    [Fact]
    public void A_code_that_the_workbook_gets_later_comes_with_the_next_reading()
    {
        using var pipeline = Copies.Driver("safe-harbor");
        pipeline.Receive(Sample.Raw() with { ChargeCode = "C9999" });
        Assert.Null(pipeline.Analytics.ReadRecord().Value.ChargeCode);

        pipeline.Publish("charge-codes.csv", "C9999,44010,2026-01-01,");
        pipeline.Receive(Sample.Raw() with { ChargeCode = "C9999" });

        Assert.Equal([(null, -1), ("C9999", 1)], pipeline.Analytics.ReadAll().Select(r => (r.Value.ChargeCode, r.Value.Count)));
    }

    [Theory]
    [InlineData("safe-harbor")]
    [InlineData("kms-pseudonymisation")]
    public void The_rows_of_any_history_sum_to_the_charges_as_they_stand(string mode) => Property.ForHistories(25, numbers =>
    {
        using var pipeline = Copies.Driver(mode);
        var newest = new Dictionary<string, RawCharge>(StringComparer.Ordinal);
        foreach (var version in History.Versions(numbers))
        {
            var raw = version with { PersonId = "9001" };
            pipeline.Receive(raw);
            newest[raw.ChargeItemId.Value()] = raw;
        }

        var rows = pipeline.Analytics.ReadAll().Select(r => r.Value).ToList();
        var standing = newest.Values.Where(r => r.Active).ToList();
        Assert.Equal(standing.Count, rows.Sum(r => r.Count));
        Assert.Equal(
            standing.Sum(r => decimal.TryParse(r.ExtendedPrice, System.Globalization.CultureInfo.InvariantCulture, out var amount) ? amount : 0m),
            rows.Sum(r => r.Amount ?? 0m));
        Assert.All(
            rows.GroupBy(r => r with { Count = 0, Quantity = null, Amount = null }),
            cell => Assert.True(cell.Sum(r => r.Count) >= 0, "a cell has lost more than it had"));
    });

    private static void Delete(PipelineDriver pipeline, string id, bool purge) => pipeline.Deletes.PipeInput(
        Guard.Charge(id), new RawDelete { ChargeItemId = id, Purge = purge, DeletedAt = Sample.ReadAt, ReadAt = Sample.ReadAt });
}
