using System.Globalization;

namespace Syntra.Topology.Reference;

/// <summary>Where a charge is accounted for: facility, ledger and period, with <c>-</c> for what is not known.</summary>
internal readonly record struct Place(string Facility, string Ledger, string Period)
{
    public const string Unknown = "-";

    /// <summary>
    /// The place of a charge by nothing but its facility and service instant, so that source totals and charges always
    /// fall into the same one: the calendar's period, or yyyy-MM while no calendar knows the day.
    /// </summary>
    public static Place Of(IReferenceData reference, string? facility, DateTimeOffset? serviceAt)
    {
        var name = facility ?? Unknown;
        if (serviceAt is not { } instant)
        {
            return new Place(name, Unknown, Unknown);
        }

        if (facility is null || FacilityFinder.Find(reference, facility, instant) is not { } day)
        {
            return new Place(name, Unknown, Month(DateOnly.FromDateTime(instant.UtcDateTime)));
        }

        var period = reference.Calendar(day.Ledger).Containing(day.Date);
        return new Place(name, day.Ledger, period?.Name ?? Month(day.Date));
    }

    private static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
