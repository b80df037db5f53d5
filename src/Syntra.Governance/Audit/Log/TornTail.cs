using System.Buffers.Binary;

namespace Syntra.Governance.Audit.Log;

/// <summary>Tells a torn last entry, which a kill leaves, from damage in the middle: a torn one has fewer bytes than its length says.</summary>
internal static class TornTail
{
    public static bool IsDamage(string path, long position)
    {
        using var file = File.OpenHandle(path);
        Span<byte> length = stackalloc byte[SegmentFormat.LengthSize];
        if (RandomAccess.Read(file, length, position) < length.Length)
        {
            return false;
        }

        var needed = (long)BinaryPrimitives.ReadInt32BigEndian(length) + SegmentFormat.LengthSize + SegmentFormat.TrailerSize;
        return needed < SegmentFormat.BodyAt || needed <= RandomAccess.GetLength(file) - position;
    }
}
