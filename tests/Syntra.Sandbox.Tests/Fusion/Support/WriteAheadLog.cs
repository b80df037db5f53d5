using System.Buffers.Binary;

namespace Syntra.Sandbox.Tests.Fusion.Support;

/// <summary>SQLite's write-ahead log: a header of 32 bytes, then frames of 24 bytes and a page; a frame that ends a transaction says so in its header.</summary>
internal static class WriteAheadLog
{
    private const int Header = 32;
    private const int FrameHeader = 24;

    /// <summary>Offsets behind the last frame of every transaction.</summary>
    public static List<int> CommitEnds(byte[] log)
    {
        var frame = FrameHeader + BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(8));
        var salt = log.AsSpan(16, 8).ToArray();
        var ends = new List<int>();
        for (var at = Header; at + frame <= log.Length; at += frame)
        {
            if (BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(at + 4)) != 0 && log.AsSpan(at + 8, 8).SequenceEqual(salt))
            {
                ends.Add(at + frame);
            }
        }

        return ends;
    }
}
