using Syntra.Contracts;
using Syntra.Simulation.Runs;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Checks;

/// <summary>Whether the calendars that the streams have at the end are Fusion's: the oracle takes them as given, as the streams do.</summary>
internal static class CalendarChecks
{
    public static void Run(World world, Findings findings)
    {
        foreach (var ledger in Hospital.Ledgers)
        {
            var calendar = world.Periods.Last(ledger.Name);
            foreach (var period in ledger.Periods)
            {
                var known = calendar?.Periods.FirstOrDefault(p => p.Name == period.Name)?.Status;
                findings.Expect(StatusOf(world.Fusion.Books.StatusOf(ledger.Id, period.Name)), known, $"published status of {period.Name} of {ledger.Name}");
            }
        }
    }

    private static PeriodStatus? StatusOf(string code) => code switch
    {
        "O" => PeriodStatus.Open,
        "C" => PeriodStatus.Closed,
        "P" => PeriodStatus.PermanentlyClosed,
        "F" => PeriodStatus.Future,
        _ => PeriodStatus.NeverOpened,
    };
}
