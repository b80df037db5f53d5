using Syntra.Simulation.Checks;
using Syntra.Simulation.Coverage;
using Syntra.Simulation.Histories;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Runs;

/// <summary>Plays one history from its beginning to the drain, and says what is wrong then.</summary>
internal static class HistoryRun
{
    public static Findings Play(SimHost host, History history, FormCounts counts)
    {
        using var world = new World(host, history.Seed, counts);
        var findings = new Findings();
        try
        {
            Play(world, history, findings);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The boundary of the product under test: whatever it throws is a finding, and the history that led there is worth more than the stack.
            findings.Add($"{failure.GetType().Name}: {failure.Message} {failure.InnerException?.Message} {FirstFrame(failure.InnerException ?? failure)}");
        }

        return findings;
    }

    /// <summary>Plays a history in a world that is looked at afterwards.</summary>
    public static void Play(World world, History history, Findings findings)
    {
        var scheduler = new Scheduler(world);
        var (charges, encounters, machines) = (new ChargeActions(world), new EncounterActions(world), new MachineActions(world, scheduler));
        foreach (var happening in history.Events)
        {
            var random = new Dice(happening.Seed);
            world.Tables.Commit();
            world.Clock.Advance(TimeSpan.FromMinutes(random.Next(36 * 60)));
            if (random.Next(4) == 0)
            {
                world.Writer.DeliverLate(random);
            }

            Do(happening.Kind, random, charges, encounters, machines);
            scheduler.Run(random, random.Next(11));
        }

        if (!scheduler.Drain(new Dice(history.Seed)))
        {
            findings.Add($"does not come to rest: {world.Delivery.Describe()}");
            return;
        }

        Check(world, findings);

        // What is told besides is nobody's finding.
        findings.Begin(findings.Checks.Count > 0 ? findings.Checks[^1] : "");
        foreach (var line in findings.All.Count > 0 ? Story.Of(world, findings.All[0]) : [])
        {
            findings.Add(line);
        }
    }

    private static void Check(World world, Findings findings)
    {
        findings.Begin("ledger");
        LedgerChecks.Run(world.Fusion.Books, findings);
        findings.Begin("answers");
        AnswerChecks.Run(world, findings);
        findings.Begin("calendars");
        CalendarChecks.Run(world, findings);
        findings.Begin("oracle");
        var oracle = new OracleChecks(world, findings);
        oracle.Run();
        findings.Begin("end-state");
        new EndStateChecks(world, findings).Run(oracle.Charges);
    }

    private static void Do(EventKind kind, Dice random, ChargeActions charges, EncounterActions encounters, MachineActions machines)
    {
        switch (kind)
        {
            case <= EventKind.LateEncounterRow or EventKind.Delete or EventKind.Purge:
                charges.Do(kind, random);
                break;
            case <= EventKind.PersonCombine:
                encounters.Do(kind, random);
                break;
            default:
                machines.Do(kind, random);
                break;
        }
    }

    private static string FirstFrame(Exception failure) => failure.StackTrace?.Split('\n').FirstOrDefault()?.Trim() ?? "";
}
