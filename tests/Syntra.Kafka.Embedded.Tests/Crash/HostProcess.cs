using System.Diagnostics;
using System.Globalization;

namespace Syntra.Kafka.Embedded.Tests.Crash;

/// <summary>The broker in a process of its own, on a port that stays the same over restarts, to be killed at will.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly string directory;
    private Process? process;

    public HostProcess(string directory)
    {
        this.directory = directory;
        Port = Syntra.Tests.Port.Reserve();
    }

    public int Port { get; }

    public string Bootstrap => $"127.0.0.1:{Port}";

    /// <summary>Starts it and waits until it serves; returns the CPU time that took, runtime start included: other work on the machine is not counted.</summary>
    public async Task<TimeSpan> StartAsync()
    {
        process = Start(Port);
        Assert.Equal($"ready {Bootstrap}", await process.StandardOutput.ReadLineAsync());
        return process.TotalProcessorTime;
    }

    /// <summary>Starts a second process on the same folder, on a port of its own; returns its exit code and what it said on stderr.</summary>
    public async Task<(int ExitCode, string Errors)> StartSecondAsync()
    {
        using var second = Start(port: 0);
        var errors = await second.StandardError.ReadToEndAsync();
        await second.WaitForExitAsync();
        return (second.ExitCode, errors);
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    public void Dispose()
    {
        if (process is not null)
        {
            Kill();
        }
    }

    private Process Start(int port)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            RedirectStandardError = port == 0,
        };
        foreach (var argument in new[]
        {
            Path.Combine(AppContext.BaseDirectory, "Syntra.Bench.Broker.Host.dll"),
            "--dir", directory,
            "--port", port.ToString(CultureInfo.InvariantCulture),
        })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
