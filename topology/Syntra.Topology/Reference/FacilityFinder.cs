using NodaTime;
using Syntra.Contracts;

namespace Syntra.Topology.Reference;

/// <summary>A facility on the day of a service: its row in force and the date on its own wall calendar.</summary>
internal sealed record FacilityDay(string Facility, CrosswalkRow Row, DateTimeZone Zone, DateOnly Date)
{
    public string Ledger => Row.Column(CrosswalkTables.Columns.Ledger);
}

/// <summary>
/// Finds the facility's row in force at an instant. Rows are dated in the facility's local time and the zone stands in the row,
/// so each row is asked in its own zone; the earliest that is in force wins.
/// </summary>
internal static class FacilityFinder
{
    /// <summary>The facility's day, or null where facility or instant is not known, or no row is in force.</summary>
    public static FacilityDay? Find(IReferenceData reference, string? facility, DateTimeOffset? serviceAt)
    {
        if (facility is null || serviceAt is not { } instant)
        {
            return null;
        }

        foreach (var row in reference.Crosswalk(CrosswalkTables.Facility, facility)?.Rows ?? [])
        {
            var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(row.Column(CrosswalkTables.Columns.TimeZone));
            if (zone is not null && LocalDate(instant, zone) is var date && row.IsInForce(date))
            {
                return new FacilityDay(facility, row, zone, date);
            }
        }

        return null;
    }

    public static DateOnly LocalDate(DateTimeOffset instant, DateTimeZone zone) =>
        Instant.FromDateTimeOffset(instant).InZone(zone).Date.ToDateOnly();
}
