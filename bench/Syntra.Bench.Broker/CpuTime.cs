using System.Diagnostics;

namespace Syntra.Bench.Broker;

/// <summary>CPU seconds that a step costs the client's process and, where it is another one, the broker's.</summary>
internal static class CpuTime
{
    public static (double Result, double Client, double Broker) Around(BrokerProcess? broker, Func<double> step)
    {
        var (client, other) = (Own(), broker?.CpuSeconds ?? 0);
        var result = step();
        return (result, Own() - client, (broker?.CpuSeconds ?? 0) - other);
    }

    private static double Own()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }
}
