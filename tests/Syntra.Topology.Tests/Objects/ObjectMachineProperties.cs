using Syntra.Contracts;
using Syntra.Topology.Objects.Posting;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Objects;

/// <summary>Random histories of one object: versions in any order, repeated and late, endings, and every answer that Fusion can give.</summary>
public sealed class ObjectMachineProperties
{
    private static readonly DateTimeOffset Start = new(2026, 6, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Whatever_happens_the_sum_holds_and_few_instructions_are_in_flight() => Property.ForHistories(300, numbers =>
    {
        var world = new World(false);
        foreach (var number in numbers)
        {
            world.Step(number);
            ObjectAccount.Check(world.State);
            Assert.InRange(world.State.Overtaken.Count, 0, 3);
        }
    });

    [Fact]
    public void Once_Fusion_takes_everything_the_newest_version_stands_in_both_tiers()
    {
        Property.ForHistories(200, numbers => Converges(numbers, batched: false));
        Property.ForHistories(200, numbers => Converges(numbers, batched: true));
    }

    [Fact]
    public void What_leaves_of_an_object_grows_in_version() => Property.ForHistories(300, numbers =>
    {
        var world = new World(false);
        foreach (var number in numbers)
        {
            world.Step(number);
        }

        // The same version leaves again only after Fusion parked it, and an older one after a newer one only where the newer one is refused for good.
        Assert.Empty(world.Late);
    });

    [Fact]
    public void Every_step_that_was_taken_is_in_the_table_and_every_status_can_be_left()
    {
        var statuses = ObjectTransitions.All.Keys.Select(k => k.From).Distinct();
        Assert.Equal(Enum.GetValues<ObjectStatus>().Order(), statuses.Order());
    }

    private static void Converges(int[] numbers, bool batched)
    {
        var world = new World(batched);
        foreach (var number in numbers)
        {
            world.Step(number);
        }

        world.Receive(99_999, 77);
        world.Drain();
        Assert.Equal((ObjectStatus.Posted, 0), (world.State.Status, ObjectAccount.OpenVersions(world.State)));
        Assert.Equal("77", world.State.Standing!.CostCenter!.Description);
    }

    private sealed class World(bool batched)
    {
        private readonly ObjectMachine _machine = new((_, now) => batched ? now.AddMinutes(15) : null);
        private DateTimeOffset _now = Start;
        private long _newest;

        public PostedObject State { get; private set; } = ObjectAccount.Open(ObjectKind.CostCenter, "t1", "test");

        public List<long> Late { get; } = [];

        private readonly HashSet<long> _left = [];

        public void Step(int number)
        {
            _now += TimeSpan.FromSeconds(number % 40);
            switch (number % 8)
            {
                case 0 or 1 or 2:
                    Receive(++_newest, number / 8 % 4);
                    break;
                case 3:
                    Receive(Math.Max(0, _newest - (number / 8 % 3)), number / 64 % 4);
                    break;
                case 4:
                    Take(_machine.Received(State, Stamp(++_newest), null, _now));
                    break;
                case 5:
                    Take(_machine.Refused(State, ++_newest));
                    break;
                case 6 when State.Pending is not null:
                    Answer(number / 8);
                    break;
                default:
                    Take(_machine.Due(State, _now));
                    break;
            }
        }

        public void Receive(long version, int content) => Take(_machine.Received(State, Stamp(version), Said(content), _now));

        public void Drain()
        {
            while (ObjectAccount.OpenVersions(State) > 0)
            {
                _now += TimeSpan.FromHours(1);
                Take(State.Pending is null ? _machine.Due(State with { Due = State.Due ?? _now }, _now) : _machine.Answered(State, Receipt(ObjectOutcome.Updated, null), _now));
            }
        }

        private void Answer(int draw)
        {
            var (outcome, error) = (draw % 6) switch
            {
                0 => (ObjectOutcome.Rejected, ObjectErrorClass.Poison),
                1 => (ObjectOutcome.Rejected, ObjectErrorClass.Parked),
                2 => (ObjectOutcome.Rejected, ObjectErrorClass.Held),
                3 => (ObjectOutcome.Unknown, ObjectErrorClass.Retriable),
                4 => (ObjectOutcome.Stale, (ObjectErrorClass?)null),
                _ => (ObjectOutcome.Updated, null),
            };

            // Of several in flight any may be answered: an older one first as a rule, the newest first where it is refused.
            List<ObjectInstruction> open = [.. State.Overtaken, State.Pending!];
            Take(_machine.Answered(State, Receipt(outcome, error, open[draw / 6 % open.Count]), _now));
        }

        private ObjectReceipt Receipt(ObjectOutcome outcome, ObjectErrorClass? error, ObjectInstruction? to = null) => new()
        {
            IdempotencyKey = (to ?? State.Pending!).IdempotencyKey, Kind = State.Kind, ObjectKey = State.ObjectKey, SourceVersion = (to ?? State.Pending!).SourceVersion, Outcome = outcome, ErrorClass = error,
            EventTime = Start, ReceivedAt = _now, AnsweredAt = _now,
        };

        private void Take(ObjectStep step)
        {
            State = step.State;
            _left.Remove(step.Poison?.SourceVersion ?? -1);
            if (step.Leaves is { } instruction)
            {
                Late.AddRange(_left.Where(v => v > instruction.SourceVersion));
                _left.Add(instruction.SourceVersion);
            }
        }

        private static VersionStamp Stamp(long version) => new("demo", "Location", version, IsExact: false, Start, Start, null);

        private static ObjectInstruction Said(int content) => new()
        {
            IdempotencyKey = "", Kind = ObjectKind.CostCenter, ObjectKey = "t1", SourceVersion = 0, Operation = ObjectOperation.Upsert, EventTime = Start,
            CostCenter = new CostCenterPayload { ValueSet = "Cost Center", Value = "C1", Description = content.ToString() },
        };
    }
}
