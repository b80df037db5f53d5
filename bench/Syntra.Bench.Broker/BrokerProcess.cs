using System.Diagnostics;
using System.Globalization;

namespace Syntra.Bench.Broker;

/// <summary>The embedded broker in a process of its own.</summary>
internal sealed class BrokerProcess : IAsyncDisposable
{
    private readonly Process process;

    private BrokerProcess(Process process, string bootstrap)
    {
        this.process = process;
        Bootstrap = bootstrap;
    }

    public string Bootstrap { get; }

    /// <summary>Resident set in MiB, as the kernel counts it; file pages that the broker merely reads are not in it.</summary>
    public double ResidentMb
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>CPU time of the process so far.</summary>
    public double CpuSeconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static async Task<BrokerProcess> StartAsync(string directory)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "Syntra.Bench.Broker.Host.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } self && Path.GetFileName(self) == "dotnet" ? self : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in new[] { host, "--dir", directory, "--port", 0.ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet cannot be started");
        var line = await process.StandardOutput.ReadLineAsync() ?? "";
        return line.StartsWith("ready ", StringComparison.Ordinal)
            ? new BrokerProcess(process, line["ready ".Length..])
            : throw new InvalidOperationException("the broker did not start");
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
