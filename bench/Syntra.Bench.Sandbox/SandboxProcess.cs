using System.Diagnostics;
using System.Globalization;

namespace Syntra.Bench.Sandbox;

/// <summary>The sandbox in a process of its own; ends with us.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private readonly Process process;

    private SandboxProcess(Process process, Uri pod)
    {
        this.process = process;
        Pod = pod;
    }

    internal Uri Pod { get; }

    internal double CpuSeconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    internal double ResidentMegabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / (double)(1 << 20);
        }
    }

    internal static async Task<SandboxProcess> StartAsync(string folder)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(typeof(SandboxProcess).Assembly.Location);
        start.ArgumentList.Add("--serve");
        start.ArgumentList.Add(folder);
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var line = await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) ?? throw new InvalidOperationException("the sandbox ended");
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sandbox {process.Id} at {line}"));
        return new SandboxProcess(process, new Uri(line));
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }
}
