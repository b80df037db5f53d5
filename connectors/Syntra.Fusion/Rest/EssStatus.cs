namespace Syntra.Fusion.Rest;

/// <summary>States of an ESS request (oracle.as.scheduler.State), plus what clients meet beside them.</summary>
public enum EssStatus
{
    /// <summary>A word that we do not know: waited for, never taken as an end.</summary>
    Unknown,
    /// <summary>Not started.</summary>
    Wait,
    /// <summary>About to start.</summary>
    Ready,
    /// <summary>At work.</summary>
    Running,
    /// <summary>Waits for its children.</summary>
    Paused,
    /// <summary>An incompatible job runs.</summary>
    Blocked,
    /// <summary>Held by a person.</summary>
    Hold,
    /// <summary>To be validated.</summary>
    PendingValidation,
    /// <summary>Being cancelled.</summary>
    Cancelling,
    /// <summary>Post-processing has started. Not the end.</summary>
    Completed,
    /// <summary>Will be retried by the scheduler.</summary>
    ErrorAutoRetry,
    /// <summary>Waits for a person.</summary>
    ErrorManualRecovery,
    /// <summary>End: good.</summary>
    Succeeded,
    /// <summary>End: good.</summary>
    Finished,
    /// <summary>End: no more runs are scheduled.</summary>
    ScheduleEnded,
    /// <summary>End: something was refused.</summary>
    Warning,
    /// <summary>End: failed.</summary>
    Error,
    /// <summary>End: failed; not a state of ESS, but seen.</summary>
    Failed,
    /// <summary>End: cancelled.</summary>
    Cancelled,
    /// <summary>End: expired before it ran.</summary>
    Expired,
    /// <summary>End: did not pass validation.</summary>
    ValidationFailed,
}

/// <summary>What a whole tree of requests came to.</summary>
public enum EssVerdict
{
    /// <summary>Not all of it has ended, or a child that must come is not there yet.</summary>
    Running,
    /// <summary>Every request ended well.</summary>
    Succeeded,
    /// <summary>At least one ended with a warning.</summary>
    Warning,
    /// <summary>At least one failed, was cancelled or expired.</summary>
    Error,
}

internal static class EssStatuses
{
    private static readonly Dictionary<string, EssStatus> s_byName =
        Enum.GetValues<EssStatus>().ToDictionary(s => s.ToString(), StringComparer.OrdinalIgnoreCase);

    public static EssStatus Parse(string? text) =>
        text is null ? EssStatus.Unknown : s_byName.GetValueOrDefault(text.Replace("_", "", StringComparison.Ordinal).Trim());

    public static EssVerdict Verdict(this EssStatus status) => status switch
    {
        EssStatus.Succeeded or EssStatus.Finished or EssStatus.ScheduleEnded => EssVerdict.Succeeded,
        EssStatus.Warning => EssVerdict.Warning,
        EssStatus.Error or EssStatus.Failed or EssStatus.Cancelled or EssStatus.Expired or EssStatus.ValidationFailed => EssVerdict.Error,
        _ => EssVerdict.Running,
    };
}
