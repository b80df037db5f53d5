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
    public static Place Of(IReferenceData reference, string? facility, DateTimeOffset? serviceAt) =>
        Of(reference, facility, serviceAt, FacilityFinder.Find(reference, facility, serviceAt));

    /// <summary>The same, where the facility's day was already found.</summary>
    public static Place Of(IReferenceData reference, string? facility, DateTimeOffset? serviceAt, FacilityDay? day)
    {
        var name = facility ?? Unknown;
        if (serviceAt is not { } instant)
        {
            return new Place(name, Unknown, Unknown);
        }

        if (day is null)
        {
            return new Place(name, Unknown, Month(DateOnly.FromDateTime(instant.UtcDateTime)));
        }

        var period = reference.Calendar(day.Ledger).Containing(day.Date);
        return new Place(name, day.Ledger, period?.Name ?? Month(day.Date));
    }

    private static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
