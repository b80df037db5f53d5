using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Fusion.Objects.Assignments;

/// <summary>How a dated row is changed: the value of Effective-Of. Pure.</summary>
internal static class DateTracking
{
    /// <summary>
    /// A row that starts on the day is corrected; one that started before is updated from the day on. Later rows stay as they are (the
    /// change goes in before them) or are replaced, as the instruction says.
    /// </summary>
    /// <param name="row">The row that holds on the day.</param>
    /// <param name="day">First day of what shall be.</param>
    /// <param name="later">What becomes of later rows.</param>
    public static string Change(AssignmentRow row, DateOnly day, LaterChanges later)
    {
        var replaces = later == LaterChanges.Replace;
        var mode = (row.From == day, replaces) switch
        {
            (true, false) => "CORRECTION",
            (true, true) => "REPLACE_CORRECTION",
            (false, false) => "UPDATE",
            (false, true) => "REPLACE_UPDATE",
        };
        return $"RangeMode={mode};RangeSpan={(replaces ? "LOGICAL_ROW_END_DATE" : "PHYSICAL_ROW_END_DATE")};RangeStartDate={Text(day)}";
    }

    /// <summary>Needs an empty body.</summary>
    public static string End(DateOnly lastDay) => $"RangeMode=END_DATE;RangeEndDate={Text(lastDay)}";

    /// <summary>Whether it stands: the row says it, and nothing that was to be replaced comes after it.</summary>
    public static bool Stands(AssignmentRow row, AssignmentFacts desired, LaterChanges later) =>
        row.Facts.Says(desired) && (later == LaterChanges.Keep || row.To == AssignmentRow.EndOfTime);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
