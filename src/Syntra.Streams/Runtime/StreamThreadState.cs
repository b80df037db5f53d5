namespace Syntra.Streams.Runtime;

/// <summary>The states of a stream thread.</summary>
internal enum StreamThreadState
{
    Created,
    Starting,
    Restoring,
    Running,
    PartitionsRevoked,
    PendingShutdown,
    Dead,
}

/// <summary>Which states of a stream thread may follow which.</summary>
internal static class StreamThreadStates
{
    private static readonly Dictionary<StreamThreadState, StreamThreadState[]> Next = new()
    {
        [StreamThreadState.Created] = [StreamThreadState.Starting, StreamThreadState.Dead],
        [StreamThreadState.Starting] = [StreamThreadState.Restoring, StreamThreadState.Running, StreamThreadState.PartitionsRevoked, StreamThreadState.PendingShutdown, StreamThreadState.Dead],
        [StreamThreadState.Restoring] = [StreamThreadState.Running, StreamThreadState.PartitionsRevoked, StreamThreadState.PendingShutdown, StreamThreadState.Dead],
        [StreamThreadState.Running] = [StreamThreadState.Restoring, StreamThreadState.PartitionsRevoked, StreamThreadState.PendingShutdown, StreamThreadState.Dead],
        [StreamThreadState.PartitionsRevoked] = [StreamThreadState.Restoring, StreamThreadState.Running, StreamThreadState.PendingShutdown, StreamThreadState.Dead],
        [StreamThreadState.PendingShutdown] = [StreamThreadState.PartitionsRevoked, StreamThreadState.Dead],
        [StreamThreadState.Dead] = [],
    };

    public static void Check(StreamThreadState from, StreamThreadState to)
    {
        if (!Next[from].Contains(to))
        {
            throw new InvalidOperationException($"A stream thread cannot go from {from} to {to}.");
        }
    }
}
