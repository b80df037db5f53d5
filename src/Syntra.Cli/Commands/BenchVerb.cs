using System.CommandLine;

namespace Syntra.Cli.Commands;

/// <summary>`syntra bench ...`: the measurements behind docs/benchmarks.md.</summary>
internal static class BenchVerb
{
    internal static Command Create() => new("bench", "Measure, each against a peer or a limit in the same run");
}
