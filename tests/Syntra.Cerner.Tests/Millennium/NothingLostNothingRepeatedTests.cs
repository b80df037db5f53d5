using FsCheck;
using FsCheck.Fluent;

namespace Syntra.Cerner.Tests.Millennium;

public sealed class NothingLostNothingRepeatedTests
{
    private const int Charges = 12;
    private const int Encounters = 4;

    [Fact]
    public void Whatever_happens_between_polls_each_last_version_is_written_and_no_version_twice()
    {
        var steps = Gen.Elements(Enum.GetValues<Step>()).Zip(Gen.Choose(0, 10_000)).ListOf(60).ToArbitrary();

        Prop.ForAll(steps, list => RunAsync([.. list.Select(s => (s.Item1, s.Item2))]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private static async Task<bool> RunAsync(IReadOnlyList<(Step Step, int Draw)> steps)
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var source = new PollingHarness(database, PollingHarness.Options with { PageSize = 3, MaxChargesPerPoll = 5 });
        var known = new HashSet<int>();
        foreach (var (step, draw) in steps)
        {
            await StepAsync(database, source, known, step, draw);
        }

        await database.AdvanceAsync(2);
        await source.PollAllAsync();
        var expected = await database.RowsAsync("""
            SELECT C.CHARGE_ITEM_ID, C.UPDT_CNT * 16777216 + COALESCE(E.UPDT_CNT + 1, 0)
                + (SELECT COALESCE(SUM(UPDT_CNT + 1), 0) FROM CHARGE_MOD M WHERE M.CHARGE_ITEM_ID = C.CHARGE_ITEM_ID)
            FROM CHARGE C LEFT JOIN ENCOUNTER E ON E.ENCNTR_ID = C.ENCNTR_ID
            """);
        var written = source.Topic.Select(r => $"{r.ChargeItemId.Value()}|{r.SourceVersion}").ToList();
        return expected.All(written.Contains) && written.Count == written.Distinct().Count();
    }

    private static async Task StepAsync(MillenniumDatabase database, PollingHarness source, HashSet<int> known, Step step, int draw)
    {
        var charge = 1 + (draw % Charges);
        var encounter = 100 + (draw % Encounters);
        // Stamped up to 290 seconds before it is committed: less than the overlap.
        var stamp = database.Now.AddSeconds(-(draw % 291));
        switch (step)
        {
            case Step.SaveCharge when known.Add(charge):
                await database.ChargeAsync(charge, encounter, stamp);
                break;
            case Step.SaveCharge:
                await database.SaveAsync("CHARGE", "CHARGE_ITEM_ID", charge, stamp: stamp);
                break;
            case Step.SaveEncounter when known.Add(encounter):
                await database.EncounterAsync(encounter, 1, stamp);
                break;
            case Step.SaveEncounter:
                await database.SaveAsync("ENCOUNTER", "ENCNTR_ID", encounter, stamp: stamp);
                break;
            case Step.SaveMod when known.Add(1000 + draw):
                await database.ModAsync(1000 + draw, charge, "C", stamp: stamp);
                break;
            case Step.SaveMod:
                await database.SaveAsync("CHARGE_MOD", "CHARGE_MOD_ID", 1000 + draw, stamp: stamp);
                break;
            case Step.Advance:
                await database.AdvanceAsync(draw % 400);
                break;
            case Step.LongPause:
                await database.AdvanceAsync(draw * 10);
                break;
            case Step.Poll:
                await source.PollAsync();
                break;
            case Step.Abort:
                await source.PollAsync(commit: false);
                break;
            case Step.Restart:
                source.Restart();
                break;
        }
    }

    private enum Step
    {
        SaveCharge,
        SaveEncounter,
        SaveMod,
        Advance,
        LongPause,
        Poll,
        Abort,
        Restart,
    }
}
