namespace Syntra.Governance.Primitives;

/// <summary>Files that only their owner may read, replaced whole or not at all.</summary>
internal static class PrivateFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes beside the target, syncs, then renames over it: a crash leaves the old file or the new one.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var next = path + ".next";
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(next, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <summary>
    /// Replaces the file, then overwrites the bytes of the old one, in this order, so that a crash between the two loses nothing that stays.
    /// A journalling or copy-on-write disk may still hold old blocks.
    /// </summary>
    public static void ReplaceAndScrub(string path, ReadOnlySpan<byte> content)
    {
        using var old = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        Replace(path, content);
        old.Write(new byte[old.Length]);
        old.Flush(flushToDisk: true);
    }

    public static bool IsOwnerOnly(string path) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~OwnerOnly) == UnixFileMode.None;
}
