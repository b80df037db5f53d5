using System.IO.Compression;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Opens the record section of a batch where the platform has the codec: none and gzip.</summary>
internal static class BatchBody
{
    private const int Largest = 256 * 1024 * 1024;

    /// <summary>Null where the codec is unknown here or the data is damaged.</summary>
    public static ReadOnlyMemory<byte>? TryOpen(ReadOnlyMemory<byte> batch, BatchHeader header) => header.Codec switch
    {
        Codec.None => batch[BatchHeader.Size..],
        Codec.Gzip => TryGunzip(batch[BatchHeader.Size..]),
        _ => null,
    };

    private static ReadOnlyMemory<byte>? TryGunzip(ReadOnlyMemory<byte> compressed)
    {
        try
        {
            using var source = new GZipStream(new MemoryStream(compressed.ToArray(), writable: false), CompressionMode.Decompress);
            var result = new MemoryStream();
            var chunk = new byte[64 * 1024];
            for (var read = source.Read(chunk); read > 0; read = source.Read(chunk))
            {
                result.Write(chunk, 0, read);
                if (result.Length > Largest)
                {
                    return null;
                }
            }

            return result.GetBuffer().AsMemory(0, (int)result.Length);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
