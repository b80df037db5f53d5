namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Zig-zag varints, as records use them.</summary>
internal static class Varint
{
    public static void Write(Stream stream, long value)
    {
        var encoded = (ulong)((value << 1) ^ (value >> 63));
        while (encoded >= 0x80)
        {
            stream.WriteByte((byte)(encoded | 0x80));
            encoded >>= 7;
        }

        stream.WriteByte((byte)encoded);
    }

    /// <summary>False where the bytes end first or the number does not.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, scoped ref int at, out long value)
    {
        ulong encoded = 0;
        value = 0;
        for (var shift = 0; shift < 70 && at < data.Length; shift += 7)
        {
            var b = data[at++];
            encoded |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                value = (long)(encoded >> 1) ^ -(long)(encoded & 1);
                return true;
            }
        }

        return false;
    }
}
