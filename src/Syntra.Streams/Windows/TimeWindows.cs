namespace Syntra.Streams.Windows;

/// <summary>Tumbling windows: equal, adjacent, aligned to 1970-01-01 UTC; each record falls into one.</summary>
public sealed record TimeWindows
{
    private TimeWindows(TimeSpan size, TimeSpan grace)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        (Size, Grace) = (size, grace);
    }

    /// <summary>The length of each window.</summary>
    public TimeSpan Size { get; }

    /// <summary>How long after its end, in stream time, a window still takes records that come late. Later ones are dropped and counted.</summary>
    public TimeSpan Grace { get; }

    internal long SizeMs => (long)Size.TotalMilliseconds;

    internal long GraceMs => (long)Grace.TotalMilliseconds;

    /// <summary>Windows of a size, without grace: a record that comes after its window's end is dropped.</summary>
    public static TimeWindows OfSize(TimeSpan size) => new(size, TimeSpan.Zero);

    /// <summary>The same windows with a grace period.</summary>
    public TimeWindows WithGrace(TimeSpan grace) => new(Size, grace);

    internal long StartOf(long timestamp) => timestamp - (timestamp % SizeMs);
}

/// <summary>When the results of a window leave.</summary>
public enum EmitStrategy
{
    /// <summary>At every change.</summary>
    OnWindowUpdate,

    /// <summary>Once, when the window's end plus grace has passed in stream time; the window's state is dropped then.</summary>
    OnWindowClose,
}

/// <summary>A key within a window.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="StartMs">The window's start, included, in milliseconds since 1970 UTC.</param>
/// <param name="EndMs">The window's end, not included.</param>
public readonly record struct Windowed<TKey>(TKey Key, long StartMs, long EndMs)
{
    /// <summary>The window's start.</summary>
    public DateTimeOffset Start => DateTimeOffset.FromUnixTimeMilliseconds(StartMs);

    /// <summary>The window's end.</summary>
    public DateTimeOffset End => DateTimeOffset.FromUnixTimeMilliseconds(EndMs);
}

/// <summary>Which records of two streams meet: the other's event time lies between <see cref="Before"/> earlier and <see cref="After"/> later.</summary>
public sealed record JoinWindows
{
    private JoinWindows(TimeSpan before, TimeSpan after, TimeSpan grace)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(before + after, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        (Before, After, Grace) = (before, after, grace);
    }

    /// <summary>How much earlier the other record may be.</summary>
    public TimeSpan Before { get; }

    /// <summary>How much later the other record may be.</summary>
    public TimeSpan After { get; }

    /// <summary>How long records are kept beyond the window for others that come late.</summary>
    public TimeSpan Grace { get; }

    /// <summary>Records at most <paramref name="difference"/> apart.</summary>
    public static JoinWindows OfTimeDifference(TimeSpan difference) => new(difference, difference, TimeSpan.Zero);

    /// <summary>Another bound for earlier records.</summary>
    public JoinWindows WithBefore(TimeSpan before) => new(before, After, Grace);

    /// <summary>Another bound for later records.</summary>
    public JoinWindows WithAfter(TimeSpan after) => new(Before, after, Grace);

    /// <summary>The same with a grace period.</summary>
    public JoinWindows WithGrace(TimeSpan grace) => new(Before, After, grace);
}
