using System.Runtime.InteropServices;

namespace Syntra.Bench.Engine.Soak;

/// <summary>What the C allocator holds, which is where librdkafka's and SQLite's memory lies; zeros where there is no glibc.</summary>
internal static class NativeHeap
{
    /// <summary>Bytes in use, and bytes taken from the system (in use or free).</summary>
    public static (long InUse, long Taken) Look()
    {
        try
        {
            var info = mallinfo2();
            return ((long)(info.InUse + info.Mapped), (long)(info.Arena + info.Mapped));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return (0, 0);
        }
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern MallInfo mallinfo2();

    // The layout is glibc's; what is not read is there for its size.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct MallInfo
    {
        public readonly nuint Arena;
        private readonly nuint _freeChunks;
        private readonly nuint _fastChunks;
        private readonly nuint _mappedRegions;
        public readonly nuint Mapped;
        private readonly nuint _most;
        private readonly nuint _fastBytes;
        public readonly nuint InUse;
        private readonly nuint _free;
        private readonly nuint _releasable;
    }
}
