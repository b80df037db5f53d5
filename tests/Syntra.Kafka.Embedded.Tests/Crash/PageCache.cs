using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Syntra.Kafka.Embedded.Tests.Crash;

/// <summary>What the kernel itself says of a file: how many of its pages have not reached the disk yet (cachestat, Linux 6.5 and later).</summary>
internal static class PageCache
{
    private const nint Cachestat = 451;

    /// <summary>Why the kernel cannot be asked here; null where it can.</summary>
    public static string? Missing(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "only Linux tells which pages of a file are on the disk";
        }

        var path = Path.Combine(folder, "probe");
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);
        RandomAccess.Write(file, new byte[10_000], 0);
        if (Ask(file) is not { } before)
        {
            return "this kernel has no cachestat (Linux 6.5 and later have)";
        }

        RandomAccess.FlushToDisk(file);
        return before > 0 && Ask(file) == 0 ? null : "the file system of the temporary folder keeps no pages for the disk";
    }

    /// <summary>Pages of a file that are not on the disk.</summary>
    public static long NotOnDisk(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Ask(file) ?? throw new InvalidOperationException("The kernel cannot be asked.");
    }

    private static long? Ask(SafeFileHandle file)
    {
        var range = default(Range);
        return Call(Cachestat, file, ref range, out var pages, 0) == 0 ? pages.Dirty + pages.Writeback : null;
    }

    [DllImport("libc", EntryPoint = "syscall", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Call(nint number, SafeFileHandle file, ref Range range, out Pages pages, nint flags);

    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public long Offset;
        public long Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Pages
    {
        public long Cached;
        public long Dirty;
        public long Writeback;
        public long Evicted;
        public long RecentlyEvicted;
    }
}
