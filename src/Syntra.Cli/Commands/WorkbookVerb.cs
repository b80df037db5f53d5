using System.CommandLine;
using Syntra.Cli.Configuration;

namespace Syntra.Cli.Commands;

/// <summary>`syntra workbook lint DIR`: every fault of the data-mapping workbook, with file, line and cure.</summary>
internal static class WorkbookVerb
{
    internal static Command Create()
    {
        var folder = new Argument<string>("dir") { Description = "The folder with the workbook's tables (*.csv)" };
        var lint = new Command("lint", "Check a workbook; exit code 1 when there is a fault") { folder };
        lint.SetAction(parsed => Faults.Print(TenantFolder.LintWorkbook(parsed.GetValue(folder)!)));
        return new Command("workbook", "The data-mapping workbook") { lint };
    }
}
