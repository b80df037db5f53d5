namespace Syntra.Avro.Tests.Registry;

/// <summary>A clock on which every wait is over at once, and is remembered.</summary>
internal sealed class ImmediateTime : TimeProvider
{
    private long _timestamp;

    public List<TimeSpan> Waits { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _timestamp;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Add(dueTime);
        _timestamp += dueTime.Ticks;
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
