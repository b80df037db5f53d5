namespace Syntra.Cerner.Millennium;

/// <summary>What the source is doing.</summary>
public enum MillenniumSourceState
{
    /// <summary>Made, not started.</summary>
    Created,

    /// <summary>Shutting out an earlier instance and reading from Kafka how far it came.</summary>
    Recovering,

    /// <summary>Reading the database and writing what is new.</summary>
    Polling,

    /// <summary>Nothing left unread; waiting for the next poll.</summary>
    Waiting,

    /// <summary>A dependency failed; waiting to try again from the same position.</summary>
    BackingOff,

    /// <summary>Asked to stop, and stopped. Final.</summary>
    Stopped,

    /// <summary>Another instance has taken over. Final.</summary>
    Fenced,

    /// <summary>Stopped by what no waiting mends. Final.</summary>
    Failed,
}

/// <summary>Tells of a new state.</summary>
public sealed class MillenniumSourceStateChangedEventArgs(MillenniumSourceState state) : EventArgs
{
    /// <summary>The state that the source is in now.</summary>
    public MillenniumSourceState State { get; } = state;
}

/// <summary>Which state may follow which.</summary>
internal static class MillenniumSourceTransitions
{
    private static readonly Dictionary<MillenniumSourceState, MillenniumSourceState[]> Allowed = new()
    {
        [MillenniumSourceState.Created] = [MillenniumSourceState.Recovering, MillenniumSourceState.Stopped],
        [MillenniumSourceState.Recovering] =
            [MillenniumSourceState.Polling, MillenniumSourceState.BackingOff, MillenniumSourceState.Stopped, MillenniumSourceState.Fenced, MillenniumSourceState.Failed],
        [MillenniumSourceState.Polling] =
            [MillenniumSourceState.Waiting, MillenniumSourceState.BackingOff, MillenniumSourceState.Recovering, MillenniumSourceState.Stopped, MillenniumSourceState.Fenced, MillenniumSourceState.Failed],
        [MillenniumSourceState.Waiting] = [MillenniumSourceState.Polling, MillenniumSourceState.Stopped],
        [MillenniumSourceState.BackingOff] = [MillenniumSourceState.Recovering, MillenniumSourceState.Polling, MillenniumSourceState.Stopped],
        [MillenniumSourceState.Stopped] = [],
        [MillenniumSourceState.Fenced] = [],
        [MillenniumSourceState.Failed] = [],
    };

    internal static bool Allows(MillenniumSourceState from, MillenniumSourceState to) => from == to || Allowed[from].Contains(to);
}
