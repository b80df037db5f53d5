using System.Globalization;
using Syntra.Simulation.Histories;
using Syntra.Simulation.Setup;
using Syntra.Simulation.Source;

namespace Syntra.Simulation.Runs;

/// <summary>What the hospital does to encounters and persons.</summary>
internal sealed class EncounterActions(World world)
{
    private SourceModel Source => world.Source;

    /// <summary>Does it, where the event is one of an encounter.</summary>
    public bool Do(EventKind kind, Dice random)
    {
        if (kind == EventKind.PersonCombine)
        {
            world.Writer.PersonCombined((9001 + random.Next(2)).ToString(CultureInfo.InvariantCulture), random);
            if (random.Next(2) == 0)
            {
                // Combines of persons are undone now and then.
                world.Writer.PersonCombined(Source.PersonCombines.First().Key, random);
            }

            return true;
        }

        if (Source.Encounters.Count == 0)
        {
            return kind is EventKind.MoveFacility or EventKind.VoidEncounter or EventKind.Combine or EventKind.Uncombine;
        }

        var encounter = Source.Encounters[random.Next(Source.Encounters.Count)];
        switch (kind)
        {
            case EventKind.MoveFacility:
                MoveFacility(encounter, random);
                return true;
            case EventKind.VoidEncounter:
                // Now and then a void is taken back.
                encounter.Cancelled = !encounter.Cancelled;
                world.Writer.Changed(encounter, random);
                return true;
            case EventKind.Combine:
                Combine(encounter, random);
                return true;
            case EventKind.Uncombine:
                Uncombine(random);
                return true;
            default:
                return false;
        }
    }

    private void MoveFacility(SimEncounter encounter, Dice random)
    {
        encounter.Organization = Hospital.Facilities[random.Next(Hospital.Facilities.Count)];
        world.Writer.Changed(encounter, random);
        foreach (var charge in Source.Charges.Where(c => c.Row.Encounter == encounter.Id).ToList())
        {
            world.Writer.Changed(charge, charge.Row with { Organization = encounter.Organization, EncounterFound = true }, random);
        }
    }

    private void Combine(SimEncounter from, Dice random)
    {
        var to = Source.Encounters[random.Next(Source.Encounters.Count)];
        if (to == from)
        {
            return;
        }

        var combine = new SimCombine((8001 + Source.Combines.Count).ToString(CultureInfo.InvariantCulture), from.Id, to.Id, world.Clock.GetUtcNow());
        Source.Combines.Add(combine);
        world.Writer.Changed(combine, random);
        if (random.Next(3) > 0)
        {
            return;
        }

        // Some sites move the charge rows as well.
        foreach (var charge in Source.Charges.Where(c => c.Row.Encounter == from.Id).ToList())
        {
            world.Writer.Changed(charge, charge.Row with { Encounter = to.Id, Organization = to.Organization }, random);
        }
    }

    private void Uncombine(Dice random)
    {
        if (Source.Combines.Count > 0)
        {
            var combine = Source.Combines[random.Next(Source.Combines.Count)];
            combine.InForce = !combine.InForce && random.Next(4) == 0;
            world.Writer.Changed(combine, random);
        }
    }
}
