using Syntra.Cli.Operating;
using Syntra.Cli.WhatIf;

namespace Syntra.Cli.Tests.WhatIf;

/// <summary>The order in which the past is played, and how a difference reads.</summary>
public sealed class WhatIfTests
{
    private static readonly DateTimeOffset Start = new(2025, 4, 3, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Events_are_played_by_time_and_never_against_the_order_within_a_partition()
    {
        ReplayEvent[] events = [Event("raw", 0, 0, 5, rank: 3), Event("raw", 0, 1, 2, rank: 3), Event("raw", 1, 0, 4, rank: 3), Event("calendar", 0, 0, 4, rank: 0)];

        string[] expected = ["calendar/0/0", "raw/1/0", "raw/0/0", "raw/0/1"];
        Assert.Equal(expected, ReplayEvent.InOrder(events).Select(e => e.Record.Place));
        Assert.Equal(expected, ReplayEvent.InOrder(events.Reverse()).Select(e => e.Record.Place));
    }

    [Fact]
    public void A_difference_is_shown_by_account_and_period_with_where_the_charges_would_be()
    {
        var report = new WhatIfReport(
            new string('a', 64), 605, 646, Start, new Places(591, 0, 5, 0, 9, 0), new Places(590, 0, 5, 1, 9, 0), 1500m,
            [new EffectRow("Lakeside", "101", "101-0000-12000-0000", "Apr-25", 1512.50m, 12.50m)]) { From = new DateOnly(2025, 3, 3), To = new DateOnly(2025, 4, 3) };

        Assert.Equal(
            """
            workbook aaaaaaaaaaaaaaaa, played over 646 rows of 605 charges; nothing was posted
            of charges with a row read since 2025-03-03, known by 2025-04-03; --from DAY takes another day, --all takes every charge
            charges   posted  nothing due  parked  held  dead-lettered  in flight
            are          591            0       5     0              9          0
            would be     590            0       5     1              9          0
            held corrections would wait with an effect of 1,500.00 in all
            accounts that would differ, debits less credits
            ledger    facility  account              period    stands  would stand     change
            Lakeside       101  101-0000-12000-0000  Apr-25  1,512.50        12.50  -1,500.00
            """,
            string.Join('\n', WhatIfText.Of(report)));
    }

    [Fact]
    public void Without_a_day_the_last_month_is_compared_before_the_end_that_was_asked_for()
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

        Assert.Equal(new DateOnly(2025, 3, 3), WhatIfRun.From(null, new DateOnly(2025, 4, 3)));
        Assert.Equal(new DateOnly(2024, 1, 1), WhatIfRun.From(new DateOnly(2024, 1, 1), new DateOnly(2025, 4, 3)));
        Assert.InRange(WhatIfRun.From(null, null), today.AddDays(-31), today.AddDays(-30));
    }

    [Fact]
    public void Every_charge_is_said_to_be_compared_where_it_is() =>
        Assert.Contains("of all charges", WhatIfText.Of(new WhatIfReport(new string('a', 64), 1, 1, null, new Places(1, 0, 0, 0, 0, 0), new Places(1, 0, 0, 0, 0, 0), 0m, [])));

    [Fact]
    public void No_difference_is_a_sentence()
    {
        var places = new Places(1, 0, 0, 0, 0, 0);

        Assert.Equal("the ledger would be the same, to the cent", WhatIfText.Of(new WhatIfReport(new string('a', 64), 1, 1, null, places, places, 0m, [])).Last());
    }

    private static ReplayEvent Event(string topic, int partition, long offset, int seconds, int rank) =>
        new(Start.AddSeconds(seconds), rank, new LogRecord(topic, partition, offset, Start, "key", []), _ => { });
}
