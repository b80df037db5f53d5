using System.Diagnostics;

namespace Syntra.Cli.Tests.Support;

/// <summary>The real program in a process of its own.</summary>
internal static class TheProgram
{
    /// <summary>Runs it to its end.</summary>
    internal static Task<(int ExitCode, string Output, string Talk)> RunAsync(params IEnumerable<string> arguments) => RunWithAsync([], arguments);

    /// <summary>Runs it to its end, with variables of the environment.</summary>
    internal static async Task<(int ExitCode, string Output, string Talk)> RunWithAsync(IEnumerable<(string Name, string Value)> variables, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Syntra.Cli.dll"));
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var (output, talk) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await talk);
    }
}
