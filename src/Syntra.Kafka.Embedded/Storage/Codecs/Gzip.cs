using System.IO.Compression;

namespace Syntra.Kafka.Embedded.Storage.Codecs;

/// <summary>Opens and writes gzip data.</summary>
internal static class Gzip
{
    /// <summary>Null where the data is damaged or opens to more than the limit.</summary>
    public static byte[]? TryOpen(ReadOnlySpan<byte> data, int limit)
    {
        try
        {
            using var source = new GZipStream(new MemoryStream(data.ToArray(), writable: false), CompressionMode.Decompress);
            var result = new MemoryStream();
            var chunk = new byte[64 * 1024];
            for (var read = source.Read(chunk); read > 0; read = source.Read(chunk))
            {
                if (read > limit - result.Length)
                {
                    return null;
                }

                result.Write(chunk, 0, read);
            }

            return result.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    public static byte[] Write(ReadOnlySpan<byte> data)
    {
        var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(data);
        }

        return result.ToArray();
    }
}
