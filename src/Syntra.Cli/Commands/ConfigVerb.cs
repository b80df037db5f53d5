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
        lint.SetAction(parsed => Lint(parsed.GetValue(folder)!));
        return new Command("config", "A tenant's settings") { lint };
    }

    private static int Lint(string directory)
    {
        var problems = TenantFolder.Lint(directory);
        foreach (var problem in problems)
        {
            Console.Out.WriteLine(problem.ToString());
        }
        Console.Error.WriteLine(problems.Count == 0 ? "no faults" : $"{problems.Count} faults");
        return problems.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }
}
