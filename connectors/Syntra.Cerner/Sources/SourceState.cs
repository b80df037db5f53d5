namespace Syntra.Cerner.Sources;

/// <summary>What the source is doing.</summary>
public enum SourceState
{
    /// <summary>Made, not started.</summary>
    Created,

    /// <summary>Shutting out an earlier instance and reading from Kafka how far it came.</summary>
    Recovering,

    /// <summary>Reading the system and writing what is new.</summary>
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
public sealed class SourceStateChangedEventArgs(SourceState state) : EventArgs
{
    /// <summary>The state that the source is in now.</summary>
    public SourceState State { get; } = state;
}

/// <summary>Which state may follow which.</summary>
internal static class SourceTransitions
{
    private static readonly Dictionary<SourceState, SourceState[]> Allowed = new()
    {
        [SourceState.Created] = [SourceState.Recovering, SourceState.Stopped],
        [SourceState.Recovering] =
            [SourceState.Polling, SourceState.BackingOff, SourceState.Stopped, SourceState.Fenced, SourceState.Failed],
        [SourceState.Polling] =
            [SourceState.Waiting, SourceState.BackingOff, SourceState.Recovering, SourceState.Stopped, SourceState.Fenced, SourceState.Failed],
        [SourceState.Waiting] = [SourceState.Polling, SourceState.Stopped],
        [SourceState.BackingOff] = [SourceState.Recovering, SourceState.Polling, SourceState.Stopped],
        [SourceState.Stopped] = [],
        [SourceState.Fenced] = [],
        [SourceState.Failed] = [],
    };

    internal static bool Allows(SourceState from, SourceState to) => from == to || Allowed[from].Contains(to);
}
