using Syntra.Contracts;
using Syntra.Topology.Encounters;
using Syntra.Topology.Reference;

namespace Syntra.Simulation.Mutants;

/// <summary>Calendars in which closed periods are open.</summary>
internal sealed class AllOpen(IReferenceData inner) : IReferenceData
{
    public CrosswalkEntry? Crosswalk(string table, string code) => inner.Crosswalk(table, code);

    public LedgerCalendar? Calendar(string ledger) => inner.Calendar(ledger) is { } calendar
        ? calendar with { Periods = [.. calendar.Periods.Select(p => p.Status == PeriodStatus.Closed ? p with { Status = PeriodStatus.Open } : p)] }
        : null;
}

/// <summary>Encounter states without voids.</summary>
internal sealed class NeverVoid(IEncounterStates inner) : IEncounterStates
{
    public EncounterState? Find(string encounter) => inner.Find(encounter) is { } state ? state with { Cancelled = false } : null;
}
