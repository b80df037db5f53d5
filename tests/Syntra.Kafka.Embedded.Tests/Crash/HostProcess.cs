using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Syntra.Kafka.Embedded.Tests.Crash;

/// <summary>The broker in a process of its own, on a port that stays the same over restarts, to be killed at will.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly string directory;
    private Process? process;

    public HostProcess(string directory)
    {
        this.directory = directory;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public int Port { get; }

    public string Bootstrap => $"127.0.0.1:{Port}";

    /// <summary>Starts it and waits until it serves; returns how long that took, runtime start included.</summary>
    public async Task<TimeSpan> StartAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        process = Start(Port);
        Assert.Equal($"ready {Bootstrap}", await process.StandardOutput.ReadLineAsync());
        return TimeProvider.System.GetElapsedTime(began);
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
