using System.Diagnostics;

namespace Syntra.Bench.Processes;

/// <summary>The program itself in another process, so that its CPU is not ours; ends with us.</summary>
internal sealed class ChildProgram : IDisposable
{
    private const int Kept = 200;
    private readonly Process process;
    private readonly Task<string> talk;
    private Task rest = Task.CompletedTask;

    private ChildProgram(Process process)
    {
        this.process = process;
        // A pipe that nobody reads holds its writer up when it is full.
        talk = LastOfAsync(process.StandardError);
    }

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

    /// <summary>Says why nothing can be waited for any more.</summary>
    /// <exception cref="InvalidOperationException">It has ended by itself; holds its last words.</exception>
    internal void ThrowIfEnded()
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException("the child ended: " + talk.GetAwaiter().GetResult());
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
        Task.WaitAll([talk, rest], TimeSpan.FromSeconds(10));
        process.Dispose();
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var printed = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!names.All(printed.ContainsKey))
        {
            string line = await process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false)
                ?? throw new InvalidOperationException("the child ended: " + await talk.WaitAsync(cancellation).ConfigureAwait(false));
            if (line.Split(' ', 2) is [var name, var value])
            {
                printed[name] = value;
            }
        }
        rest = LastOfAsync(process.StandardOutput);
        return printed;
    }

    private static async Task<string> LastOfAsync(StreamReader pipe)
    {
        var last = new Queue<string>();
        while (await pipe.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            last.Enqueue(line);
            if (last.Count > Kept)
            {
                last.Dequeue();
            }
        }
        return string.Join('\n', last);
    }
}
