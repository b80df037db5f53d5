using System.Collections.Frozen;

namespace Syntra.Sandbox.Fusion.Ess;

/// <summary>States of a scheduler request, spelled in upper case on the wire.</summary>
internal enum EssState
{
    Wait,
    Ready,
    Blocked,
    Running,
    Paused,
    Cancelling,
    Completed,
    Succeeded,
    Warning,
    Error,
    Cancelled,
    Expired,
}

/// <summary>Which state may follow which. COMPLETED means that post-processing has started; it is not the end.</summary>
internal static class EssTransitions
{
    private static readonly FrozenDictionary<EssState, EssState[]> s_next = new Dictionary<EssState, EssState[]>
    {
        [EssState.Wait] = [EssState.Ready, EssState.Expired, EssState.Cancelling],
        [EssState.Ready] = [EssState.Running, EssState.Blocked, EssState.Cancelling],
        [EssState.Blocked] = [EssState.Ready, EssState.Cancelling],
        [EssState.Running] = [EssState.Paused, EssState.Completed, EssState.Error, EssState.Cancelling],
        [EssState.Paused] = [EssState.Running, EssState.Cancelling],
        [EssState.Cancelling] = [EssState.Cancelled],
        [EssState.Completed] = [EssState.Succeeded, EssState.Warning, EssState.Error],
        [EssState.Succeeded] = [],
        [EssState.Warning] = [],
        [EssState.Error] = [],
        [EssState.Cancelled] = [],
        [EssState.Expired] = [],
    }.ToFrozenDictionary();

    public static bool IsTerminal(this EssState state) => s_next[state].Length == 0;

    public static bool Allows(EssState from, EssState to) => s_next[from].Contains(to);

    public static string ToWire(this EssState state) => state.ToString().ToUpperInvariant();

    public static EssState Parse(string wire) => Enum.Parse<EssState>(wire, ignoreCase: true);
}
