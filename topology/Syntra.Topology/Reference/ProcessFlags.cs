using Syntra.Contracts;
using Treatments = Syntra.Topology.Reference.CrosswalkTables.Treatments;

namespace Syntra.Topology.Reference;

/// <summary>What the workbook says about a process flag.</summary>
internal enum FlagTreatment
{
    /// <summary>Financially final: it is posted.</summary>
    Money,

    /// <summary>Never money: statistics, bundled, offset.</summary>
    NotMoney,

    /// <summary>Not final yet; a newer version will say.</summary>
    NotYet,

    /// <summary>The charge has no flag.</summary>
    None,

    /// <summary>The workbook does not know the flag.</summary>
    Unknown,
}

/// <summary>Reads the process-flag table.</summary>
internal static class ProcessFlags
{
    /// <summary>
    /// Treatment as of the service day: local to the facility where that is known, else UTC; without any date the last row holds.
    /// </summary>
    public static FlagTreatment Treatment(IReferenceData reference, string? flag, FacilityDay? day, DateTimeOffset? serviceAt)
    {
        if (flag is null)
        {
            return FlagTreatment.None;
        }

        var entry = reference.Crosswalk(CrosswalkTables.ProcessFlag, flag);
        var row = ServiceDay(day, serviceAt) is { } date ? entry.AsOf(date) : entry?.Rows.LastOrDefault();
        return row?.Column(CrosswalkTables.Columns.Treatment) switch
        {
            Treatments.Money => FlagTreatment.Money,
            Treatments.NotMoney => FlagTreatment.NotMoney,
            Treatments.NotYet => FlagTreatment.NotYet,
            _ => FlagTreatment.Unknown,
        };
    }

    /// <summary>Whether a charge counts in the control totals: also while its flag is missing or unknown, so that it cannot get lost.</summary>
    public static bool CountsAsMoney(FlagTreatment treatment) => treatment is not (FlagTreatment.NotMoney or FlagTreatment.NotYet);

    public static DateOnly? ServiceDay(FacilityDay? day, DateTimeOffset? serviceAt) =>
        day?.Date ?? (serviceAt is { } instant ? DateOnly.FromDateTime(instant.UtcDateTime) : null);
}
