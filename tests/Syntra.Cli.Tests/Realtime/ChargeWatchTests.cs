using Syntra.Cli.Configuration;
using Syntra.Cli.Realtime;
using Syntra.Contracts;
using Syntra.Topology.Objects.Domains;

namespace Syntra.Cli.Tests.Realtime;

public sealed class ChargeWatchTests
{
    private static readonly TiersConfiguration Tiers = new([], ("charges", Tier.QuarterHour, TimeSpan.FromMinutes(30)));
    private static readonly DateTimeOffset Eight = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly Clock clock = new() { Now = Eight };

    [Fact]
    public void Lag_is_the_age_of_the_oldest_charge_in_flight_and_its_amount_what_is_still_to_move()
    {
        var watch = new ChargeWatch(clock);
        watch.Stands(0, [Charge(ChargeStatus.InFlight, 100m, Eight.AddSeconds(-20))]);
        watch.Stands(1, [Charge(ChargeStatus.InFlight, -40m, Eight.AddSeconds(-50), stands: 10m), Charge(ChargeStatus.Parked, 7m, Eight.AddDays(-3)), Charge(ChargeStatus.Posted, 1000m, null)]);

        var status = watch.Read(Tiers)!;

        Assert.Equal(("charges", "15min", 50.0, 100m + 50m + 7m, 1750.0), (status.Name, status.Tier, status.LagSeconds, status.LagAmount, status.BudgetLeftSeconds));
        Assert.Equal((3L, 2L, 1L), (status.Open, status.InFlight, status.Parked));
    }

    [Fact]
    public void A_charge_that_is_posted_leaves_the_lag_and_says_when()
    {
        var watch = new ChargeWatch(clock);
        var before = Charge(ChargeStatus.InFlight, 100m, Eight.AddSeconds(-20));
        watch.Stands(0, [before]);
        clock.Now = Eight.AddSeconds(1);
        watch.Moved(0, before, before with { Status = ChargeStatus.Posted, Current = null, Pending = null, Applied = 1 });

        var status = watch.Read(Tiers)!;

        Assert.Equal((0.0, 0m, 0L, 1L, 21_000.0), (status.LagSeconds, status.LagAmount, status.Open, status.Applied, status.LatencyP99Ms));
        Assert.Equal((Eight.AddSeconds(-20), Eight.AddSeconds(1)), (status.LastEventAt, status.LastAcknowledgedAt));
    }

    [Fact]
    public void What_moves_before_a_partition_was_counted_and_what_has_left_does_not_count()
    {
        var watch = new ChargeWatch(clock);
        var charge = Charge(ChargeStatus.InFlight, 5m, Eight);
        watch.Moved(0, null, charge);
        Assert.Equal(0, watch.Read(Tiers)!.Open);
        watch.Stands(0, [charge]);
        Assert.Equal(1, watch.Read(Tiers)!.Open);
        watch.Left(0);
        Assert.Equal(0, watch.Read(Tiers)!.Open);
    }

    [Fact]
    public void A_tenant_whose_tiers_name_no_charges_has_no_line_for_them() => Assert.Null(new ChargeWatch(clock).Read(new TiersConfiguration([], null)));

    [Fact]
    public void The_operator_is_told_the_verb_that_helps()
    {
        var watch = new ChargeWatch(clock);
        watch.Stands(0, [Charge(ChargeStatus.Held, 5m, Eight), Charge(ChargeStatus.Parked, 5m, Eight)]);

        var advice = watch.Advice(watch.Read(Tiers)!);

        Assert.Equal(2, advice.Count);
        Assert.Contains("syntra review ls", advice[0], StringComparison.Ordinal);
        Assert.Contains("charges: 1 parked", advice[1], StringComparison.Ordinal);
    }

    private static PostedCharge Charge(ChargeStatus status, decimal amount, DateTimeOffset? updatedAt, decimal stands = 0m)
    {
        var current = updatedAt is { } at ? new ReceivedCharge { Charge = Raw(at), Partition = 0, Offset = 0 } : null;
        return new PostedCharge
        {
            RecordId = "c", SourceVersion = 1, Status = status, Facility = "-", Period = "-", Amount = amount, Money = true, Current = current, Waiting = [],
            Pending = status == ChargeStatus.InFlight ? Instruction(updatedAt!.Value) : null,
            Effects = stands == 0m ? [] : [new LedgerEffect { Ledger = "L", Facility = "-", BalancingSegment = "1", Account = "1-2", Period = "Mar-26", Amount = stands }],
            Received = 1, Applied = 0, ZeroDelta = 0, Stale = 0, DeadLettered = 0,
        };
    }

    private static RawCharge Raw(DateTimeOffset at) => new()
    {
        ChargeItemId = Phi.Of("1"), SourceVersion = 1, UpdatedAt = at, ReadAt = at, Active = true, EncounterFound = true,
    };

    private static JournalInstruction Instruction(DateTimeOffset at) => new()
    {
        IdempotencyKey = new string('a', 64), RecordId = "c", SourceVersion = 1, Ledger = "L", LedgerId = "1", Facility = "-", BusinessUnit = "BU", Currency = "USD",
        MappingVersion = "1", SourceUpdatedAt = at, Lines = [],
    };

    private sealed class Clock : TimeProvider
    {
        internal DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
