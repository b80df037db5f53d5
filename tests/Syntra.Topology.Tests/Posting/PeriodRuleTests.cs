using Syntra.Contracts;
using Syntra.Topology.Posting;

namespace Syntra.Topology.Tests.Posting;

public class PeriodRuleTests
{
    [Theory]
    [InlineData(PeriodStatus.Future)]
    [InlineData(PeriodStatus.Closed)]
    [InlineData(PeriodStatus.PermanentlyClosed)]
    [InlineData(PeriodStatus.NeverOpened)]
    public void Only_an_open_period_takes_postings(PeriodStatus status)
    {
        var slot = PeriodRule.Choose(FourFourFive((2, status)), new DateOnly(2026, 2, 3), null);

        Assert.Equal((new DateOnly(2026, 3, 1), "P03-26", "P02-26"), (slot!.Date, slot.Period, slot.OriginalPeriod));
    }

    [Theory]
    [InlineData("2026-01-31", "P01-26")]
    [InlineData("2026-02-01", "P02-26")]
    [InlineData("2026-02-28", "P02-26")]
    [InlineData("2026-03-01", "P03-26")]
    [InlineData("2026-04-04", "P03-26")]
    [InlineData("2026-04-05", "P04-26")]
    public void Periods_are_those_of_the_calendar_whatever_their_length(string day, string period) =>
        Assert.Equal(period, PeriodRule.Choose(FourFourFive(), DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), null)!.Period);

    [Fact]
    public void An_adjustment_period_is_never_chosen_though_it_alone_is_open()
    {
        var calendar = FourFourFive((1, PeriodStatus.Closed), (2, PeriodStatus.Closed), (3, PeriodStatus.Closed), (4, PeriodStatus.Closed));

        Assert.Null(PeriodRule.Choose(calendar, new DateOnly(2026, 4, 4), null));
    }

    [Fact]
    public void A_closed_period_never_sends_an_entry_back_into_an_earlier_one()
    {
        var calendar = FourFourFive((2, PeriodStatus.Closed), (3, PeriodStatus.Closed), (4, PeriodStatus.Closed));

        Assert.Null(PeriodRule.Choose(calendar, new DateOnly(2026, 2, 3), null));
    }

    [Fact]
    public void A_period_reopened_takes_entries_again()
    {
        Assert.Equal("P03-26", PeriodRule.Choose(FourFourFive((2, PeriodStatus.Closed)), new DateOnly(2026, 2, 3), null)!.Period);
        Assert.Equal("P02-26", PeriodRule.Choose(FourFourFive(), new DateOnly(2026, 2, 3), null)!.Period);
    }

    [Fact]
    public void What_Fusion_refused_counts_as_closed_though_the_calendar_says_open()
    {
        var slot = PeriodRule.Choose(FourFourFive(), new DateOnly(2026, 2, 3), new DateOnly(2026, 2, 28));

        Assert.Equal(("P03-26", "P02-26"), (slot!.Period, slot.OriginalPeriod));
    }

    // Four, four and five weeks from Sunday 4 January 2026, with an adjustment period on the quarter's last day.
    private static LedgerCalendar FourFourFive(params (int Number, PeriodStatus Status)[] others)
    {
        FiscalPeriod[] periods =
        [
            Period(1, new(2026, 1, 4), new(2026, 1, 31)), Period(2, new(2026, 2, 1), new(2026, 2, 28)), Period(3, new(2026, 3, 1), new(2026, 4, 4)),
            new FiscalPeriod { Name = "ADJ-Q1", StartDate = new(2026, 4, 4), EndDate = new(2026, 4, 4), Adjustment = true, Status = PeriodStatus.Open },
            Period(4, new(2026, 4, 5), new(2026, 5, 2)),
        ];
        foreach (var (number, status) in others)
        {
            var at = Array.FindIndex(periods, p => p.Name == $"P{number:00}-26");
            periods[at] = periods[at] with { Status = status };
        }

        return new LedgerCalendar { Ledger = "L", AsOf = DateTimeOffset.UnixEpoch, Periods = periods };
    }

    private static FiscalPeriod Period(int number, DateOnly start, DateOnly end) =>
        new() { Name = $"P{number:00}-26", StartDate = start, EndDate = end, Status = PeriodStatus.Open };
}
