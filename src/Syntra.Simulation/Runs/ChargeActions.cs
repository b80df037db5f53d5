using System.Globalization;
using Syntra.Simulation.Coverage;
using Syntra.Simulation.Histories;
using Syntra.Simulation.Oracle;
using Syntra.Simulation.Setup;
using Syntra.Simulation.Source;

namespace Syntra.Simulation.Runs;

/// <summary>What the hospital does to charges.</summary>
internal sealed class ChargeActions(World world)
{
    private static readonly string?[] Flags = ["999", "100", "10", "0", "0", "0", "13", "14"];

    private SourceModel Source => world.Source;

    /// <summary>Does it, where the event is one of a charge.</summary>
    public bool Do(EventKind kind, Dice random)
    {
        switch (kind)
        {
            case EventKind.NewCharge:
                New(random, daysAgo: random.Next(25));
                return true;
            case EventKind.LateCharge:
                New(random, daysAgo: 30 + random.Next(80));
                return true;
            case EventKind.BeforeOriginal:
                BeforeOriginal(random);
                return true;
            default:
                return Pick(random) is not { } charge || Do(kind, charge, random);
        }
    }

    private bool Do(EventKind kind, SimCharge charge, Dice random)
    {
        switch (kind)
        {
            case EventKind.SameAgain when charge.Sent.Count > 0:
                world.Writer.Send(charge, charge.Sent[^1]);
                return true;
            case EventKind.OlderVersion when charge.Sent.Count > 0:
                world.Writer.Send(charge, charge.Sent[random.Next(charge.Sent.Count)]);
                return true;
            case EventKind.Credit:
                Credit(charge, random);
                return true;
            case EventKind.CreditAndRebill:
                Credit(charge, random);
                world.Counts.Saw(Forms.CreditAndRebill);
                Add(charge.Row with { Id = NextId(), Version = 1, Amount = Amount(random), Code = Code(random), Offsets = null }, random);
                return true;
            case EventKind.Delete or EventKind.Purge:
                world.Writer.Deleted(charge, kind == EventKind.Purge, random);
                return true;
            default:
                return Change(kind, charge.Row, random) is not { } row || Write(charge, row, random);
        }
    }

    private ChargeVersion? Change(EventKind kind, ChargeVersion row, Dice random) => kind switch
    {
        EventKind.Reprice => row with { Amount = Amount(random) },
        EventKind.ChangeCode => row with { Code = Code(random) },
        EventKind.ChangeModifier => row,
        EventKind.MoveDepartment => row with { Department = Department(random) },
        EventKind.MoveServiceDate => row with { ServiceAt = random.Next(15) == 0 ? null : ServiceAt(random, random.Next(90) - (random.Next(20) == 0 ? 30 : 0)) },
        EventKind.ChangeFlag => row with { Flag = Flags[random.Next(Flags.Length)] },
        EventKind.Deactivate => row with { Active = !row.Active },
        EventKind.LateEncounterRow => row with { EncounterFound = !row.EncounterFound },
        _ => null,
    };

    private bool Write(SimCharge charge, ChargeVersion row, Dice random)
    {
        world.Writer.Changed(charge, row, random);
        return true;
    }

    /// <summary>A credit row: a charge of its own, and the original is updated to name it.</summary>
    private void Credit(SimCharge charge, Dice random)
    {
        if (charge.Row.Offsets is not null)
        {
            return;
        }

        var id = NextId();
        Add(charge.Row with { Id = id, Version = 1, Amount = -charge.Row.Amount, Offsets = charge.Row.Id }, random);
        var unsent = charge.Row.Flag is "0" && random.Next(4) > 0;
        world.Counts.Saw(Forms.Credit);
        world.Counts.Saw(Forms.CreditBeforeItWentOut, unsent ? 1 : 0);
        world.Writer.Changed(charge, charge.Row with { Offsets = id, Flag = unsent ? "10" : charge.Row.Flag }, random);
    }

    /// <summary>The correction of a new charge overtakes it.</summary>
    private void BeforeOriginal(Dice random)
    {
        var first = Fresh(random, daysAgo: random.Next(40));
        var charge = new SimCharge(first with { ReadAt = world.Clock.GetUtcNow() });
        Source.Charges.Add(charge);
        var original = charge.Row;
        Source.Delayed.Add(() => world.Writer.Send(charge, original));
        world.Writer.Changed(charge, original with { Amount = Amount(random) }, random);
    }

    private void New(Dice random, int daysAgo) => Add(Fresh(random, daysAgo), random);

    private ChargeVersion Fresh(Dice random, int daysAgo)
    {
        var encounter = Encounter(random);
        return new ChargeVersion(NextId(), 1)
        {
            ReadAt = world.Clock.GetUtcNow(),
            Flag = random.Next(8) == 0 ? Flags[random.Next(Flags.Length)] : "999",
            Encounter = random.Next(40) == 0 ? null : encounter.Id,
            EncounterFound = random.Next(25) > 0,
            Organization = encounter.Organization,
            Department = Department(random),
            Code = Code(random),
            Amount = random.Next(40) == 0 ? null : Amount(random),
            ServiceAt = ServiceAt(random, daysAgo),
        };
    }

    private void Add(ChargeVersion row, Dice random)
    {
        var charge = new SimCharge(row);
        Source.Charges.Add(charge);
        world.Writer.Read(charge, random);
    }

    private SimEncounter Encounter(Dice random)
    {
        if (Source.Encounters.Count == 0 || random.Next(3) == 0)
        {
            var id = SimTokens.Encounter((5001 + Source.Encounters.Count).ToString(CultureInfo.InvariantCulture));
            var encounter = new SimEncounter(id, Hospital.Facilities[random.Next(Hospital.Facilities.Count)]);
            Source.Encounters.Add(encounter);
            if (random.Next(4) > 0)
            {
                world.Writer.Changed(encounter, random);
            }
        }

        return Source.Encounters[random.Next(Source.Encounters.Count)];
    }

    private string NextId() => SimTokens.Charge((7001 + Source.Charges.Count).ToString(CultureInfo.InvariantCulture));

    /// <summary>Any charge; people look rather at those that Fusion refused.</summary>
    private SimCharge? Pick(Dice random)
    {
        var refused = world.Fusion.Import.RefusedRecords;
        return Source.Charges.Count == 0 ? null
            : refused.Count > 0 && random.Next(6) == 0 ? Source.ChargeOf(refused[random.Next(refused.Count)])
            : Source.Charges[random.Next(Source.Charges.Count)];
    }

    private DateTimeOffset ServiceAt(Dice random, int daysAgo)
    {
        var at = world.Clock.GetUtcNow().AddDays(-daysAgo).AddMinutes(-random.Next(1440));
        return new DateTimeOffset(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }

    private static decimal Amount(Dice random) => random.Next(20) switch
    {
        0 => 0m,
        1 => -(1 + random.Next(50_000)) / 100m,
        _ => (1 + random.Next(60_000)) / 100m,
    };

    private static string? Code(Dice random) => random.Next(25) switch
    {
        0 => null,
        1 => "C9999",
        2 => Hospital.RefusedCode,
        _ => Hospital.Codes[random.Next(Hospital.Codes.Count)],
    };

    private static string Department(Dice random) => random.Next(20) == 0 ? "2999" : Hospital.Departments[random.Next(Hospital.Departments.Count)];
}
