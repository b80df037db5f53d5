using System.CommandLine;
using Syntra.Cli.Configuration;

namespace Syntra.Cli.Commands;

/// <summary>`syntra config lint DIR`: every fault of a tenant's folder, with file, line and cure.</summary>
internal static class ConfigVerb
{
    internal static Command Create()
    {
        var folder = new Argument<string>("dir") { Description = "A tenant's folder: tenant.yaml and the workbook's tables" };
        var lint = new Command("lint", "Check a tenant's settings and workbook; exit code 1 when there is a fault") { folder };
        lint.SetAction(parsed => Faults.Print(TenantFolder.Lint(parsed.GetValue(folder)!)));
        return new Command("config", "A tenant's settings") { lint };
    }
}
