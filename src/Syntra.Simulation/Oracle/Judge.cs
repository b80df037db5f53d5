using NodaTime;

namespace Syntra.Simulation.Oracle;

/// <summary>What should stand for a version: section 4 of the rules page, row by row.</summary>
internal static class Judge
{
    public static Judgement Of(ChargeVersion version, Effective encounter, ReferenceView view)
    {
        if (version.Deleted || !version.Active || encounter.Void)
        {
            return new Judgement.Due(null, IsMoney: false);
        }

        var own = version.EncounterFound ? version.Organization : null;
        var facility = encounter is { Combined: true, Unknown: false } ? encounter.Organization : own;
        var place = facility is null || version.ServiceAt is not { } at ? null : view.Row("facility", facility, row => Day(at, row["time_zone"]));
        var treatment = Treatment(version, place, view);
        if (treatment is "NOT_MONEY" or "NOT_YET")
        {
            return new Judgement.Due(null, IsMoney: false);
        }

        if (version.Flag is null || version.ServiceAt is null)
        {
            return new Judgement.Refused();
        }

        if (treatment is null)
        {
            return new Judgement.WaitsForReference();
        }

        if (version.Encounter is null || version.Amount is null)
        {
            return new Judgement.Refused();
        }

        if (encounter.Unknown || (!encounter.Combined && !version.EncounterFound))
        {
            return new Judgement.WaitsForSource();
        }

        return facility is null ? new Judgement.Refused() : place is null ? new Judgement.WaitsForReference() : InFacility(version, facility, place, view);
    }

    /// <summary>What the workbook says about the flag: on the day of the facility, without a facility on the UTC day, without a date by its last row.</summary>
    private static string? Treatment(ChargeVersion version, IReadOnlyDictionary<string, string>? place, ReferenceView view)
    {
        var row = version.ServiceAt is { } at
            ? view.Row("process-flag", version.Flag ?? "", place is null ? DateOnly.FromDateTime(at.UtcDateTime) : Day(at, place["time_zone"]))
            : view.Rows.GetValueOrDefault("process-flag|" + version.Flag)?.Rows[^1].Values;
        return row?["treatment"];
    }

    /// <summary>The day of an instant on a facility's wall calendar.</summary>
    private static DateOnly Day(DateTimeOffset at, string zone) =>
        Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb[zone]).Date.ToDateOnly();

    private static Judgement InFacility(ChargeVersion version, string facility, IReadOnlyDictionary<string, string> place, ReferenceView view)
    {
        var day = Day(version.ServiceAt!.Value, place["time_zone"]);
        if (day > Day(version.ReadAt, place["time_zone"]))
        {
            return new Judgement.Refused();
        }

        if (view.Row("ledger", place["ledger"], day) is not { } ledger)
        {
            return new Judgement.WaitsForReference();
        }

        if (version.Amount == 0)
        {
            return new Judgement.Due(null, IsMoney: true);
        }

        if (version.Department is null)
        {
            return new Judgement.Refused();
        }

        if (version.Code is null)
        {
            return new Judgement.WaitsForSource();
        }

        if (view.Row("department", version.Department, day) is not { } department || view.Row("charge-code", version.Code, day) is not { } code)
        {
            return new Judgement.WaitsForReference();
        }

        var (segment, amount) = (place["balancing_segment"], version.Amount!.Value);
        return new Judgement.Due(
            new Wanted(place["ledger"], facility, day,
            [
                ("RECEIVABLE", $"{segment}-{ledger["default_department"]}-{ledger["receivable_account"]}-0000", amount),
                ("REVENUE", $"{segment}-{department["cost_center"]}-{code["natural_account"]}-0000", -amount),
            ]), IsMoney: true);
    }
}
