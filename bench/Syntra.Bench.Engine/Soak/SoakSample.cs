using System.Globalization;

namespace Syntra.Bench.Engine.Soak;

/// <summary>One look at the engine's process. Megabytes are 1,000,000 bytes.</summary>
/// <param name="At">Since the start.</param>
/// <param name="Processed">Records processed so far.</param>
/// <param name="ResidentMb">What the system counts as resident.</param>
/// <param name="LiveMb">Managed objects that the last full collection left.</param>
/// <param name="HeapMb">What the managed heap has taken from the system.</param>
/// <param name="NativeMb">In use in the C allocator: librdkafka's queues and buffers.</param>
/// <param name="Waiting">Records sent and not yet processed.</param>
internal readonly record struct SoakSample(TimeSpan At, long Processed, double ResidentMb, double LiveMb, double HeapMb, double NativeMb, long Waiting)
{
    /// <summary>Reads the worker's answer.</summary>
    public static SoakSample From(string answer, TimeSpan at)
    {
        var parts = answer.Split(' ').Select(p => long.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return new SoakSample(at, parts[0], 0, parts[1] / 1e6, parts[2] / 1e6, parts[3] / 1e6, 0);
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{At:mm\\:ss} {Processed} records, resident {ResidentMb:F1} MB, managed {HeapMb:F1} MB of which live {LiveMb:F1}, native {NativeMb:F1} MB, waiting {Waiting}");
}
