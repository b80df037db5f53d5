using System.Globalization;
using System.Text;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>The Journal Import Execution Report. Its "Error Key" lists every code in every report; only what stands under "Error Lines" happened.</summary>
internal static class ExecutionReport
{
    public static string Write(long requestId, ImportSelection selection, ImportResult result, string echo)
    {
        var report = new StringBuilder();
        report.Append(string.Create(
            CultureInfo.InvariantCulture,
            $"""
                                     Journal Import Execution Report

            Request ID: {requestId}
            Ledger: {selection.Ledger.Name}
            Source: {selection.SourceName ?? selection.SourceArgument}
            Group ID: {selection.Group}

            Rows read: {result.RowsRead}
            Rows rejected: {result.RowsRejected}
            Batches created: {result.Batches.Count}


            """)).Replace("\r\n", "\n");
        if (result.RowsRead == 0)
        {
            report.Append("There were no rows to import for this ledger, source and group. No rows were processed.\n\n");
        }

        Section(report, "Batches", result.Batches);
        Section(report, "Error Lines", result.Errors.Select(error => Line(error) + echo));
        Section(report, "Warning Lines", result.Warnings.Select(Line));
        Section(report, "Error Key", ImportErrorCode.Key.Select(static k => $"{k.Code} {k.Text}"));
        return report.ToString();
    }

    private static string Line(RowFinding finding) => string.Create(
        CultureInfo.InvariantCulture,
        $"{finding.Line} {finding.Row.Reference21 ?? "-"} {string.Join(',', finding.Codes.Select(static c => c.Code))} {string.Join(' ', finding.Codes.Select(static c => c.Text))}");

    private static void Section(StringBuilder report, string heading, IEnumerable<string> lines)
    {
        var rows = lines.ToList();
        if (rows.Count == 0)
        {
            return;
        }

        report.Append(heading).Append('\n').Append('-', heading.Length).Append('\n');
        foreach (var line in rows)
        {
            report.Append(line).Append('\n');
        }

        report.Append('\n');
    }
}
