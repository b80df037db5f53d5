namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Small files that are replaced as a whole: a reader sees the old or the new bytes, never a mixture.</summary>
internal static class AtomicFile
{
    /// <summary>Not durable = left to the OS: for files that carry a CRC and can be made again.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes, bool durable = true)
    {
        var temporary = path + ".tmp";
        using (var handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(handle, bytes, 0);
            if (durable)
            {
                RandomAccess.FlushToDisk(handle);
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    public static byte[]? Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;
}
