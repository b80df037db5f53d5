using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Net;

/// <summary>
/// Cuts a connection's bytes into frames. The buffer grows with what has really arrived, never with what a length field claims, and
/// growth beyond its first size is charged to the broker's <see cref="MemoryBudget"/>.
/// </summary>
internal sealed class FrameBuffer(Socket socket, int maxFrame, MemoryBudget budget, FrameClock clock) : IDisposable
{
    private const int Initial = 16 * 1024;
    private const int Keep = 2 * 1024 * 1024;
    private readonly WakeUpLevel wakeUp = new(socket);
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(Initial);
    private int start;
    private int end;
    private long charged;

    /// <summary>The next frame without its length prefix, valid until the next call; null when the client has closed.</summary>
    public async ValueTask<Memory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        Shrink();
        if (!await FillAsync(4, cancellationToken))
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(start));
        if (size < 8 || size > maxFrame)
        {
            throw new MalformedFrameException($"a frame of {size} bytes is not possible (limit {maxFrame})");
        }

        if (!await FillAsync(4 + size, cancellationToken))
        {
            return null;
        }

        var frame = buffer.AsMemory(start + 4, size);
        start += 4 + size;
        return frame;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        budget.Release(charged);
        charged = 0;
    }

    private async ValueTask<bool> FillAsync(int wanted, CancellationToken cancellationToken)
    {
        while (end - start < wanted)
        {
            await MakeRoomAsync(wanted, cancellationToken);
            clock.Arm(frameStarted: end > start);
            wakeUp.AtLeast(Math.Min(wanted - (end - start), buffer.Length - end));
            var received = await socket.ReceiveAsync(buffer.AsMemory(end), SocketFlags.None, clock.Token);
            if (received == 0)
            {
                return false;
            }

            end += received;
        }

        wakeUp.AtLeast(1);
        clock.Disarm();
        return true;
    }

    private async ValueTask MakeRoomAsync(int wanted, CancellationToken cancellationToken)
    {
        if (start > 0 && (start == end || start + wanted > buffer.Length))
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end < buffer.Length)
        {
            return;
        }

        var size = (int)Math.Min(wanted, buffer.Length * 2L);
        await budget.AcquireAsync(size, cancellationToken);
        var larger = ArrayPool<byte>.Shared.Rent(size);
        buffer.AsSpan(0, end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
        budget.Release(charged);
        charged = size;
    }

    private void Shrink()
    {
        if (start != end)
        {
            return;
        }

        start = end = 0;
        if (buffer.Length > Keep)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = ArrayPool<byte>.Shared.Rent(Initial);
            budget.Release(charged);
            charged = 0;
        }
    }
}
