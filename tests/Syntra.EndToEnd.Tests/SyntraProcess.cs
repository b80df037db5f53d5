using System.Diagnostics;

namespace Syntra.EndToEnd.Tests;

/// <summary>The program as a shell runs it.</summary>
internal static class SyntraProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Starts a verb; its three streams are pipes.</summary>
    internal static Process Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (string argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "Syntra.Cli.dll")))
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
    }

    /// <summary>Runs a verb to its end.</summary>
    internal static async Task<(int ExitCode, string Output, string Talk)> RunAsync(params IEnumerable<string> arguments)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var process = Start(arguments);
        var (output, talk) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await talk);
    }
}
