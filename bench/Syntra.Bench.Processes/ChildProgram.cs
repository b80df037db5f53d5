using System.Diagnostics;

namespace Syntra.Bench.Processes;

/// <summary>The program itself in another process, so that its CPU is not ours; ends with us.</summary>
internal sealed class ChildProgram : IDisposable
{
    private readonly Process process;

    private ChildProgram(Process process) => this.process = process;

    /// <summary>Starts a verb and reads the lines "name value" that it prints until all of <paramref name="names"/> have come.</summary>
    internal static async Task<(ChildProgram Program, IReadOnlyDictionary<string, string> Printed)> StartAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Syntra.Cli.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        var child = new ChildProgram(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start"));
        try
        {
            return (child, await child.ReadAsync(names, cancellation).ConfigureAwait(false));
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    /// <summary>CPU that it has used.</summary>
    internal double CpuSeconds
    {
        get
        {
            process.Refresh();
            return Math.Round(process.TotalProcessorTime.TotalSeconds, 1);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        process.Dispose();
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var printed = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!names.All(printed.ContainsKey))
        {
            string line = await process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false)
                ?? throw new InvalidOperationException("the child ended: " + await process.StandardError.ReadToEndAsync(cancellation).ConfigureAwait(false));
            if (line.Split(' ', 2) is [var name, var value])
            {
                printed[name] = value;
            }
        }
        return printed;
    }
}
