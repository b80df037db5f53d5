using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Topology.Reference;

/// <summary>
/// What a parked charge waits for. As text <c>table|code|date</c>; for what only the source can deliver, <c>encounter|token</c> or
/// <c>bill-code|token</c>, which nothing but a newer raw version resolves.
/// </summary>
internal readonly record struct MissingRow(string Table, string Code, DateOnly? Date)
{
    public const string Encounter = "encounter";
    public const string BillCode = "bill-code";
    public const string EncounterState = "encounter-state";
    public const string EncounterCycle = "encounter-cycle";
    public const string CalendarTable = "calendar";
    public const string OpenPeriod = "open-period";

    private const string DateFormat = "yyyy-MM-dd";

    public override string ToString() =>
        Date is { } date ? $"{Table}|{Code}|{date.ToString(DateFormat, CultureInfo.InvariantCulture)}" : $"{Table}|{Code}";

    public static MissingRow Parse(string text)
    {
        var parts = text.Split('|');
        return parts.Length == 3
            ? new MissingRow(parts[0], parts[1], DateOnly.ParseExact(parts[2], DateFormat, CultureInfo.InvariantCulture))
            : new MissingRow(parts[0], parts[1], null);
    }

    /// <summary>Whether reference data, rather than a newer version of the source record, can end the wait.</summary>
    public bool WaitsForReference => Date is not null;

    /// <summary>Whether the row is there now, so that it is worth mapping the charge again.</summary>
    public bool IsThere(IReferenceData reference)
    {
        if (Date is not { } date)
        {
            return false;
        }

        return Table switch
        {
            CalendarTable => reference.Calendar(Code).Containing(date) is not null,
            OpenPeriod => IsOpenOnOrAfter(reference.Calendar(Code), date),
            // Facility rows are dated in a zone that the missing row itself would name: any row near the day is worth a try.
            CrosswalkTables.Facility => reference.Crosswalk(Table, Code)?.Rows.Any(r => Near(r, date)) ?? false,
            _ => reference.Crosswalk(Table, Code).AsOf(date) is not null,
        };
    }

    private static bool Near(CrosswalkRow row, DateOnly date) =>
        row.IsInForce(date) || row.IsInForce(date.AddDays(1)) || row.IsInForce(date.AddDays(-1));

    private static bool IsOpenOnOrAfter(LedgerCalendar? calendar, DateOnly date) =>
        calendar?.Periods.Any(p => p.EndDate >= date && p.TakesPostings(null)) ?? false;
}
