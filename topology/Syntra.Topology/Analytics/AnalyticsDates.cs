using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Topology.Analytics;

/// <summary>Dates of the copy.</summary>
internal static class AnalyticsDates
{
    /// <summary>Characters of yyyy-MM-dd.</summary>
    public const int DayLength = 10;

    private const long NoDate = 1;

    /// <summary>
    /// The time of a row's record: the beginning of what its service date says, and nothing nearer, because a time of change or of
    /// processing beside a year would be an element of a date. The beginning of 1970 where there is no date, or an earlier
    /// one; not its very first millisecond, which a producer takes for "now".
    /// </summary>
    public static long RecordTime(AnalyticsCharge row) =>
        DateTimeOffset.TryParseExact(row.ServiceDate, ["yyyy-MM-dd", "yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? Math.Max(NoDate, time.ToUnixTimeMilliseconds())
            : NoDate;
}
