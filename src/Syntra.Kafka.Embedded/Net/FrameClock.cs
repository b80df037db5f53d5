namespace Syntra.Kafka.Embedded.Net;

/// <summary>
/// Time limits of one connection: a frame that has begun must end in time, and an idle connection is closed. Progress does not
/// extend a frame's limit, so that a client that drips bytes is cut off too.
/// </summary>
internal sealed class FrameClock(TimeSpan frame, TimeSpan idle, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource source = new(Timeout.InfiniteTimeSpan, time);
    private bool armedForFrame;

    public CancellationToken Token => source.Token;

    public void Arm(bool frameStarted)
    {
        if (armedForFrame)
        {
            return;
        }

        armedForFrame = frameStarted;
        source.CancelAfter(frameStarted ? frame : idle);
    }

    public void Disarm()
    {
        armedForFrame = false;
        source.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends whatever waits on this clock; the broker stops.</summary>
    public void Stop() => source.Cancel();

    public void Dispose() => source.Dispose();
}
