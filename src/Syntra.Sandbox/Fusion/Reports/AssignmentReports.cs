using System.Globalization;
using System.Text;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Objects.Workers;

namespace Syntra.Sandbox.Fusion.Reports;

/// <summary>The report of assignments as CSV with a header row: the first day of every dated row.</summary>
internal static class AssignmentReports
{
    public static string Rows(ObjectTables tables, IReadOnlyList<string> assignments)
    {
        var csv = new StringBuilder("ASSIGNMENT_NUMBER,EFFECTIVE_START_DATE\n");
        var known = tables.All(WorkerRows.Assignments).ToLookup(static a => a.Key, StringComparer.Ordinal);
        foreach (var number in assignments)
        {
            foreach (var assignment in known[number])
            {
                WorkerRows.Timeline(tables, assignment.Id).ForEach(row => csv.Append(CultureInfo.InvariantCulture, $"{number},{WorkerRows.Text(WorkerRows.From(row))}\n"));
            }
        }

        return csv.ToString();
    }
}
