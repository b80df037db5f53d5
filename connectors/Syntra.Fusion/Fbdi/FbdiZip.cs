using System.IO.Compression;

namespace Syntra.Fusion.Fbdi;

/// <summary>A zip whose bytes depend on its content alone.</summary>
public static class FbdiZip
{
    // The first day that zip can say; any other fixed day would do.
    private static readonly DateTimeOffset s_entryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>One file at the root of a zip, which is where Fusion looks for it.</summary>
    public static byte[] Pack(string fileName, ReadOnlySpan<byte> content)
    {
        using var buffer = new MemoryStream(content.Length / 4);
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, fileName, content);
        }

        return buffer.ToArray();
    }

    /// <summary>Text files at the root of a zip, in the order of their names, UTF-8 without a mark.</summary>
    public static byte[] Pack(IReadOnlyDictionary<string, string> files)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                Add(archive, name, System.Text.Encoding.UTF8.GetBytes(text));
            }
        }

        return buffer.ToArray();
    }

    /// <summary>The text files of a zip of job output, by name.</summary>
    /// <exception cref="InvalidDataException">The bytes are no zip, or unpack to more than <paramref name="maximumBytes"/>.</exception>
    public static IReadOnlyDictionary<string, string> Unpack(byte[] zip, long maximumBytes = 64 << 20)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
        if (archive.Entries.Sum(e => e.Length) > maximumBytes)
        {
            throw new InvalidDataException($"The zip unpacks to more than {maximumBytes} bytes");
        }

        foreach (var entry in archive.Entries.Where(e => e.Name.Length > 0))
        {
            using var reader = new StreamReader(entry.Open(), System.Text.Encoding.UTF8);
            files[entry.FullName] = reader.ReadToEnd();
        }

        return files;
    }

    private static void Add(ZipArchive archive, string fileName, ReadOnlySpan<byte> content)
    {
        var entry = archive.CreateEntry(fileName, CompressionLevel.Fastest);
        entry.LastWriteTime = s_entryTime;
        entry.ExternalAttributes = 0;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
