using Syntra.Contracts;
using Syntra.Topology.Mapping;
using Syntra.Topology.Posting;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Posting;

public class PostingDecisionTests
{
    [Fact]
    public void Nothing_stands_and_nothing_should() => Assert.IsType<Decision.ZeroDelta>(Decide(null, null));

    [Fact]
    public void What_stands_is_what_should() => Assert.IsType<Decision.ZeroDelta>(Decide(Standing(Desired(100m)), Desired(100.00m)));

    [Fact]
    public void What_is_equal_stays_equal_when_its_period_closes() =>
        Assert.IsType<Decision.ZeroDelta>(Decide(Standing(Desired(100m)), Desired(100m), "May-26"));

    [Fact]
    public void A_new_charge_is_posted_on_its_service_date()
    {
        var sent = Sent(Decide(null, Desired(100m)));

        Assert.All(sent.Lines, l => Assert.Equal((new DateOnly(2026, 5, 10), "May-26", "May-26"), (l.AccountingDate, l.Period, l.OriginalPeriod)));
        Assert.Equal(["RECEIVABLE", "REVENUE"], sent.Lines.Select(l => l.Role));
        Assert.Equal(IdempotencyKey.Compute("demo", Sample.Ledger, "millennium/charge", "5001", "2", "rules", "RECEIVABLE"), sent.Lines[0].Key);
        Assert.Equal(IdempotencyKey.Compute("demo", Sample.Ledger, "millennium/charge", "5001", "2", "rules", "INSTRUCTION"), sent.IdempotencyKey);
    }

    [Fact]
    public void A_new_charge_of_a_closed_period_goes_into_the_first_open_one_and_keeps_its_own()
    {
        var sent = Sent(Decide(null, Desired(100m), "May-26", "Jun-26"));

        Assert.All(sent.Lines, l => Assert.Equal((new DateOnly(2026, 7, 1), "Jul-26", "May-26"), (l.AccountingDate, l.Period, l.OriginalPeriod)));
    }

    [Fact]
    public void A_change_in_an_open_period_reverses_the_original_lines_and_posts_the_new_ones_there()
    {
        var standing = Standing(Desired(100m));

        var sent = Sent(Decide(standing, Desired(130m)));

        Assert.Equal(["REVERSE-RECEIVABLE", "REVERSE-REVENUE", "RECEIVABLE", "REVENUE"], sent.Lines.Select(l => l.Role));
        Assert.Equal([null, 100m, 130m, null], sent.Lines.Select(l => l.Debit));
        Assert.Equal([100m, null, null, 130m], sent.Lines.Select(l => l.Credit));
        Assert.All(sent.Lines, l => Assert.Equal("May-26", l.Period));
        Assert.Equal(4, sent.Lines.Select(l => l.Key).Distinct().Count());
        Assert.Empty(sent.Lines.Select(l => l.Key).Intersect(standing.Lines.Select(l => l.Key)));
    }

    [Fact]
    public void A_change_of_a_closed_period_leaves_it_alone()
    {
        var sent = Sent(Decide(Standing(Desired(100m)), Desired(130m), "May-26"));

        Assert.All(sent.Lines, l => Assert.Equal(("Jun-26", "May-26"), (l.Period, l.OriginalPeriod)));
    }

    [Fact]
    public void A_reversal_takes_the_account_that_was_posted_not_the_one_of_today()
    {
        var desired = Desired(100m);
        var moved = desired with { Lines = [desired.Lines[0], desired.Lines[1] with { Segments = ["101", "3075", "41010", "0000"] }] };

        var sent = Sent(Decide(Standing(desired), moved));

        Assert.Equal("3010", sent.Lines[1].Segments[1]);
        Assert.Equal("3075", sent.Lines[3].Segments[1]);
    }

    [Fact]
    public void A_charge_that_is_gone_is_reversed()
    {
        var sent = Decide(Standing(Desired(100m)), null);

        Assert.False(Assert.IsType<Decision.Send>(sent).Continues);
        Assert.Equal(["REVERSE-RECEIVABLE", "REVERSE-REVENUE"], Sent(sent).Lines.Select(l => l.Role));
    }

    [Fact]
    public void A_charge_that_leaves_its_ledger_is_reversed_there_first()
    {
        var decision = Decide(Standing(Desired(100m)), Desired(100m) with { Ledger = "Other", LedgerId = "2" });

        Assert.True(Assert.IsType<Decision.Send>(decision).Continues);
        Assert.Equal(Sample.Ledger, Sent(decision).Ledger);
        Assert.All(Sent(decision).Lines, l => Assert.StartsWith("REVERSE-", l.Role, StringComparison.Ordinal));
    }

    [Fact]
    public void A_service_date_that_moves_into_another_period_moves_the_lines()
    {
        var sent = Sent(Decide(Standing(Desired(100m)), Desired(100m) with { Date = new DateOnly(2026, 4, 30) }));

        Assert.Equal(["May-26", "May-26", "Apr-26", "Apr-26"], sent.Lines.Select(l => l.Period));
    }

    [Fact]
    public void A_service_date_that_moves_within_its_period_changes_nothing() =>
        Assert.IsType<Decision.ZeroDelta>(Decide(Standing(Desired(100m)), Desired(100m) with { Date = new DateOnly(2026, 5, 31) }));

    [Fact]
    public void Without_a_calendar_it_waits_for_one()
    {
        var decision = PostingDecision.Decide(null, Desired(100m), _ => null, Terms());

        Assert.Equal($"calendar|{Sample.Ledger}|2026-05-10", Assert.IsType<Decision.Waits>(decision).Missing.ToString());
    }

    [Fact]
    public void Without_an_open_period_it_waits_for_one()
    {
        var all = Sample.Calendar().Periods.Select(p => p.Name).ToArray();

        Assert.Equal($"open-period|{Sample.Ledger}|2026-05-10", Assert.IsType<Decision.Waits>(Decide(null, Desired(100m), all)).Missing.ToString());
        Assert.IsType<Decision.Waits>(Decide(Standing(Desired(100m)), null, all));
        Assert.IsType<Decision.Waits>(Decide(Standing(Desired(100m)), Desired(101m), all));
    }

    [Fact]
    public void A_period_that_is_not_yet_open_never_sends_a_charge_backwards()
    {
        string[] future = ["May-26", "Jun-26", "Jul-26", "Aug-26", "Sep-26", "Oct-26", "Nov-26", "Dec-26"];
        var calendar = Sample.Calendar();
        calendar = calendar with { Periods = [.. calendar.Periods.Select(p => future.Contains(p.Name) ? p with { Status = PeriodStatus.Future } : p)] };

        Assert.IsType<Decision.Waits>(PostingDecision.Decide(null, Desired(100m), _ => calendar, Terms()));
    }

    [Fact]
    public void Another_attempt_has_keys_of_its_own()
    {
        var first = Sent(PostingDecision.Decide(null, Desired(100m), _ => Sample.Calendar(), Terms()));
        var second = Sent(PostingDecision.Decide(
            null, Desired(100m), _ => Sample.Calendar(), Terms() with { Attempt = 1, ClosedThrough = new DateOnly(2026, 5, 31) }));

        Assert.Equal("Jun-26", second.Lines[0].Period);
        Assert.Empty(first.Lines.Select(l => l.Key).Append(first.IdempotencyKey).Intersect(second.Lines.Select(l => l.Key).Append(second.IdempotencyKey)));
    }

    [Fact]
    public void Lines_that_do_not_balance_in_their_facility_never_leave()
    {
        var desired = Desired(100m);
        var lame = desired with { Lines = [desired.Lines[0], desired.Lines[1] with { Segments = ["102", "3010", "41010", "0000"] }] };

        Assert.Throws<InvalidOperationException>(() => Decide(null, lame));
    }

    internal static DesiredPosting Desired(decimal amount) => new(
        Sample.Ledger, "300000046975971", "101", "BU", "USD", "rules", new DateOnly(2026, 5, 10),
        [
            new DesiredLine(LineRoles.Receivable, ["101", "0000", "12000", "0000"], amount, null),
            new DesiredLine(LineRoles.Revenue, ["101", "3010", "41010", "0000"], null, amount),
        ]);

    private static JournalInstruction Standing(DesiredPosting desired) =>
        Sent(PostingDecision.Decide(null, desired, _ => Sample.Calendar(), Terms() with { SourceVersion = 1 }));

    private static Decision Decide(JournalInstruction? standing, DesiredPosting? desired, params string[] closed) =>
        PostingDecision.Decide(standing, desired, _ => Sample.Calendar(closed), Terms());

    private static PostingTerms Terms() => new("demo", "millennium/charge", "5001", 2, Sample.ReadAt);

    private static JournalInstruction Sent(Decision decision) => Assert.IsType<Decision.Send>(decision).Instruction;
}
