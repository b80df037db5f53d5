using Syntra.Cli.Configuration;
using Syntra.Cli.Output;

namespace Syntra.Cli.Commands;

/// <summary>Prints the findings of a lint: one a line on stdout, the count last on stderr.</summary>
internal static class Faults
{
    internal static int Print(IReadOnlyList<ConfigurationProblem> problems, bool json = false)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonText.Of(problems));
            return problems.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
        }
        foreach (var problem in problems)
        {
            Console.Out.WriteLine(problem.ToString());
        }
        Console.Error.WriteLine(problems.Count switch { 0 => "no faults", 1 => "1 fault", var count => $"{count} faults" });
        return problems.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }
}
