namespace Syntra.Streams;

/// <summary>The states of a <see cref="StreamsApplication"/>.</summary>
public enum StreamsApplicationState
{
    /// <summary>Made, not started.</summary>
    Created,

    /// <summary>Checking topics, reading global tables.</summary>
    Starting,

    /// <summary>Partitions are being shared out or stores restored; not every task processes.</summary>
    Rebalancing,

    /// <summary>Every task of this instance processes.</summary>
    Running,

    /// <summary>Closing down.</summary>
    PendingShutdown,

    /// <summary>Closed on request.</summary>
    NotRunning,

    /// <summary>Closing down because of a failure.</summary>
    PendingError,

    /// <summary>Closed because of a failure.</summary>
    Error,
}

/// <summary>A change of state.</summary>
public sealed class StateChangedEventArgs(StreamsApplicationState previous, StreamsApplicationState current, Exception? failure) : EventArgs
{
    /// <summary>The state before.</summary>
    public StreamsApplicationState Previous => previous;

    /// <summary>The state now.</summary>
    public StreamsApplicationState Current => current;

    /// <summary>What went wrong, for <see cref="StreamsApplicationState.PendingError"/> and <see cref="StreamsApplicationState.Error"/>.</summary>
    public Exception? Failure => failure;
}

/// <summary>Which states of an application may follow which.</summary>
internal static class StreamsApplicationStates
{
    private static readonly Dictionary<StreamsApplicationState, StreamsApplicationState[]> Next = new()
    {
        [StreamsApplicationState.Created] = [StreamsApplicationState.Starting, StreamsApplicationState.PendingShutdown],
        [StreamsApplicationState.Starting] = [StreamsApplicationState.Rebalancing, StreamsApplicationState.PendingShutdown, StreamsApplicationState.PendingError],
        [StreamsApplicationState.Rebalancing] = [StreamsApplicationState.Running, StreamsApplicationState.PendingShutdown, StreamsApplicationState.PendingError],
        [StreamsApplicationState.Running] = [StreamsApplicationState.Rebalancing, StreamsApplicationState.PendingShutdown, StreamsApplicationState.PendingError],
        [StreamsApplicationState.PendingShutdown] = [StreamsApplicationState.NotRunning],
        [StreamsApplicationState.NotRunning] = [],
        [StreamsApplicationState.PendingError] = [StreamsApplicationState.Error],
        [StreamsApplicationState.Error] = [],
    };

    public static bool May(StreamsApplicationState from, StreamsApplicationState to) => Next[from].Contains(to);
}
