namespace Syntra.Cli.Protection.Rotation;

/// <summary>How far a rotation of the token key is. Numbers are stored; never reuse one.</summary>
internal enum RotationState
{
    /// <summary>Tables are copied under the new tokens; the old ones are in force and nobody may run.</summary>
    Moving = 1,

    /// <summary>The new tokens are in force; what people look at is still being renamed.</summary>
    Switched = 2,

    /// <summary>Done: until the window ends both tokens lead to a record.</summary>
    Open = 3,

    /// <summary>The window was closed: older tokens of charges and encounters lead nowhere, those of patients still do.</summary>
    Closed = 4,
}

/// <summary>The last rotation.</summary>
/// <param name="From">Version of the key before.</param>
/// <param name="To">Version of the new key.</param>
/// <param name="State">How far it is.</param>
/// <param name="Until">End of the dual window; null before it is open.</param>
internal sealed record RotationStatus(int From, int To, RotationState State, DateTimeOffset? Until)
{
    /// <summary>The version that tokens are made with.</summary>
    internal int InForce => State == RotationState.Moving ? From : To;

    /// <summary>Whether it has to be finished before anything of the tenant may run.</summary>
    internal bool UnderWay => State is RotationState.Moving or RotationState.Switched;
}
