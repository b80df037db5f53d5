using System.Net.Sockets;

namespace Syntra.Kafka.Embedded.Net;

/// <summary>
/// How many bytes must be there before the kernel wakes a waiting read (SO_RCVLOWAT). The rest of a large frame comes in dozens of pieces;
/// a wake-up for each would cost the broker more than reading them. Linux only; elsewhere every piece wakes.
/// </summary>
internal sealed class WakeUpLevel(Socket socket)
{
    private const int SocketLevel = 1;
    private const int ReceiveLowWater = 18;

    // Below, the setting costs as much as it spares; above, copying should begin while the rest is on its way.
    private const int Smallest = 32 * 1024;
    private const int Largest = 256 * 1024;
    private bool usable = OperatingSystem.IsLinux();
    private int level = 1;

    public void AtLeast(int bytes)
    {
        var wanted = bytes < Smallest ? 1 : Math.Min(bytes, Largest);
        if (!usable || wanted == level)
        {
            return;
        }

        try
        {
            socket.SetRawSocketOption(SocketLevel, ReceiveLowWater, BitConverter.GetBytes(wanted));
            level = wanted;
        }
        catch (SocketException)
        {
            usable = false;
        }
    }
}
