using Syntra.Contracts;
using Syntra.Topology.Posting;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Posting;

public class HistoryTests
{
    [Fact]
    public void Every_version_is_in_exactly_one_place_at_all_times() => Property.ForHistories(300, numbers =>
    {
        var world = new World();
        History.Play(world, numbers, () => Assert.All(world.States.Values, ChargeAccount.Check));
    });

    [Fact]
    public void Everything_is_explained_to_the_cent_at_all_times() => Property.ForHistories(300, numbers =>
    {
        var world = new World();
        History.Play(world, numbers, () => Assert.True(world.Reconcile().IsExplained));
        world.Drain();
        var report = world.Reconcile();
        Assert.True(report.IsExplained);
        Assert.Equal(0, report.Totals.InFlightCount);
        Assert.Equal(report.Totals.PostedAmount, report.Totals.FusionAmount);
    });

    [Fact]
    public void No_line_is_booked_twice_and_every_facility_balances_in_every_period() => Property.ForHistories(300, numbers =>
    {
        var world = new World();
        History.Play(world, numbers);
        world.Drain();
        Assert.Equal(world.Books.Count, world.Books.Select(b => b.Line.Key).Distinct().Count());
        Assert.All(
            world.Books.GroupBy(b => (b.Ledger, b.Line.Segments[0], b.Line.Period)),
            g => Assert.Equal(g.Sum(b => b.Line.Debit ?? 0), g.Sum(b => b.Line.Credit ?? 0)));
    });

    [Fact]
    public void What_stands_in_the_books_is_what_the_state_says() => Property.ForHistories(200, numbers =>
    {
        var world = new World();
        History.Play(world, numbers);
        world.Drain();
        foreach (var (id, state) in world.States)
        {
            var booked = Net(world.Books.Where(b => b.RecordId == id).Select(b => (b.Ledger, b.Line)));
            var standing = Net(state.Standing?.Lines.Select(l => (state.Standing.Ledger, l)) ?? []);
            Assert.Equal(standing, booked);
            Assert.Equal(Effects.Receivable(state.Standing), state.Effects.Sum(e => e.Amount));
        }
    });

    [Fact]
    public void The_same_versions_give_the_same_lines_whenever_Fusion_answers() => Property.ForHistories(200, numbers =>
    {
        var versions = History.Versions(numbers);
        var (prompt, late, mixed) = (new World(), new World(), new World());
        var random = new Random(numbers.Length);
        foreach (var version in versions)
        {
            prompt.Receive(version);
            prompt.Drain();
            late.Receive(version);
            mixed.Receive(version);
            if (mixed.InFlight.Count > 0 && random.Next(3) == 0)
            {
                mixed.Answer(random.Next(mixed.InFlight.Count));
                mixed.RepeatLastReceipt();
            }
        }

        late.Drain();
        mixed.Drain();
        Assert.Equal(prompt.BooksAsText(), late.BooksAsText());
        Assert.Equal(prompt.BooksAsText(), mixed.BooksAsText());
        Assert.Equal(Counts(prompt), Counts(late));
    });

    [Fact]
    public void The_same_versions_give_the_same_lines_however_late_the_first_calendar_comes() => Property.ForHistories(200, numbers =>
    {
        var versions = History.Versions(numbers);
        var (early, late) = (new World(), new World { HasCalendars = false });
        var arrival = numbers.Length == 0 ? 0 : numbers[0] % (numbers.Length + 1);
        for (var i = 0; i < versions.Count; i++)
        {
            late.HasCalendars |= i >= arrival;
            early.Receive(versions[i]);
            late.Receive(versions[i]);
        }

        Assert.True(late.States.Values.All(s => s.Received == s.Applied + s.ZeroDelta + s.Stale + s.DeadLettered + ChargeAccount.Open(s)));
        late.HasCalendars = true;
        early.Drain();
        late.Drain();
        Assert.Equal(early.BooksAsText(), late.BooksAsText());
    });

    [Fact]
    public void A_parked_version_whose_row_has_come_goes_before_a_newer_one_whether_or_not_the_clock_has_looked()
    {
        var (looked, unlooked) = (new World(), new World());
        foreach (var world in (World[])[looked, unlooked])
        {
            world.Receive(Sample.Raw() with { ChargeCode = "C9999" });
            world.Publish("charge-code", "C9999", ("natural_account", "44010"));
            if (world == looked)
            {
                world.Look();
            }

            world.Receive(Sample.Raw(version: 2));
            world.Drain();
        }

        Assert.Equal(6, looked.Books.Count);
        Assert.Equal(looked.BooksAsText(), unlooked.BooksAsText());
    }

    [Fact]
    public void A_parked_version_gives_way_to_the_newer_one_that_cures_it()
    {
        var world = new World();
        world.Receive(Sample.Raw() with { ChargeCode = "C9999" });
        world.Receive(Sample.Raw(version: 2));
        world.Drain();

        Assert.Empty(world.Parked);
        Assert.Equal((2L, 1L, 1L), (world.States["5001"].Received, world.States["5001"].Applied, world.States["5001"].Stale));
    }

    [Fact]
    public void A_charge_that_was_parked_gives_the_lines_of_one_that_was_mapped_at_once()
    {
        var (early, late) = (new World(), new World());
        early.Publish("charge-code", "C9999", ("natural_account", "44010"));
        foreach (var world in (World[])[early, late])
        {
            world.Receive(Sample.Raw("5001") with { ChargeCode = "C9999" });
            world.Receive(Sample.Raw("5002"));
            world.Drain();
        }

        Assert.Equal("charge-code|C9999|2026-05-10", late.Parked["5001"].Missing);
        late.Publish("charge-code", "C9999", ("natural_account", "44010"));
        late.Drain();

        Assert.Empty(late.Parked);
        Assert.Equal(early.BooksAsText(), late.BooksAsText());
    }

    [Fact]
    public void The_parked_topic_names_exactly_the_charges_that_are_parked() => Property.ForHistories(200, numbers =>
    {
        var world = new World();
        History.Play(world, numbers, () => Assert.Equal(
            world.States.Where(s => s.Value.Status == ChargeStatus.Parked).Select(s => (s.Key, s.Value.Missing)).Order(),
            world.Parked.Select(p => (p.Key, (string?)p.Value.Missing)).Order()));
    });

    [Fact]
    public void The_histories_reach_every_status_and_every_kind_of_outcome()
    {
        // Guards the properties above: a generator that never rejects, parks or closes would prove nothing.
        var reasons = new HashSet<string>();
        var statuses = new HashSet<ChargeStatus>();
        var (redated, moved, waited) = (0, 0, 0);
        var random = new Random(20260620);
        for (var run = 0; run < 200; run++)
        {
            var world = new World();
            History.Play(world, [.. Enumerable.Range(0, 100).Select(_ => random.Next())], () =>
            {
                statuses.UnionWith(world.States.Values.Select(s => s.Status));
                reasons.UnionWith(world.States.Values.Where(s => s.Reason is not null).Select(s => s.Reason!));
                redated += world.States.Values.Count(s => s.Attempt > 0);
                moved += world.States.Values.Count(s => s.Continues);
                waited += world.States.Values.Count(s => s.Waiting.Count > 1);
            });
        }

        Assert.Equal(Enum.GetValues<ChargeStatus>().Except([ChargeStatus.Held]).Order(), statuses.Order());
        Assert.True(redated > 0 && moved > 0 && waited > 0, $"{redated} re-dated, {moved} moved, {waited} waited");
        Assert.Superset(
            new HashSet<string>(["no-crosswalk-row", "encounter-not-there-yet", "bill-code-not-there-yet", "fusion-EF04", "no-amount", "service-date-in-future"]), reasons);
    }

    private static (long, long, long, long, long) Counts(World world) => (
        world.States.Values.Sum(s => s.Received), world.States.Values.Sum(s => s.Applied), world.States.Values.Sum(s => s.ZeroDelta),
        world.States.Values.Sum(s => s.Stale), world.States.Values.Sum(s => s.DeadLettered));

    private static IReadOnlyList<(string, decimal)> Net(IEnumerable<(string Ledger, JournalLine Line)> lines) =>
        [.. lines.GroupBy(l => $"{l.Ledger} {string.Join('-', l.Line.Segments)}")
            .Select(g => (g.Key, g.Sum(l => (l.Line.Debit ?? 0) - (l.Line.Credit ?? 0))))
            .Where(g => g.Item2 != 0)
            .OrderBy(g => g.Key, StringComparer.Ordinal)];
}
