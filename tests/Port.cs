using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Syntra.Tests;

/// <summary>
/// Ports for servers that must have the same one after a restart, or that tell nobody which one they took. They lie below those that the kernel
/// gives to whoever asks for any, and a locked file keeps each from the test processes that run at the same time: nobody takes one while its server is away.
/// </summary>
internal static class Port
{
    private const int First = 16_000;
    private const int Count = 12_000;
    private static readonly List<FileStream> s_held = [];
    private static readonly Lock s_lock = new();
    private static int s_next = Environment.ProcessId * 37 % Count;

    /// <summary>Free now, and this process's until it ends.</summary>
    internal static int Reserve()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "syntra-test-ports")).FullName;
        lock (s_lock)
        {
            for (var tried = 0; tried < Count; tried++)
            {
                s_next = (s_next + 1) % Count;
                if (TryReserve(folder, First + s_next))
                {
                    return First + s_next;
                }
            }
        }

        throw new InvalidOperationException($"none of the ports {First} to {First + Count} is free");
    }

    private static bool TryReserve(string folder, int port)
    {
        FileStream? held = null;
        try
        {
            held = new FileStream(Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            s_held.Add(held);
            return true;
        }
        catch (Exception taken) when (taken is IOException or UnauthorizedAccessException or SocketException)
        {
            held?.Dispose();
            return false;
        }
    }
}
