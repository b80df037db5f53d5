using System.Collections.Frozen;

namespace Syntra.Sandbox.Fusion.Control;

/// <summary>How a pod can misbehave on demand.</summary>
internal enum FaultKind
{
    /// <summary>Answers with a status instead of working.</summary>
    Status,

    /// <summary>Works, then answers with a status, like a gateway that gave up waiting.</summary>
    StatusAfterWork,

    /// <summary>Answers 500 instead of working.</summary>
    NoWork500,

    /// <summary>Answers success with a body that is no JSON, without working.</summary>
    Garbage,

    /// <summary>Works, then answers success with a body that is no JSON.</summary>
    GarbageAfterWork,

    /// <summary>Cuts the connection instead of working.</summary>
    DropBeforeWork,

    /// <summary>Works, then cuts the connection.</summary>
    DropAfterWork,

    /// <summary>Works, then lets the answer wait.</summary>
    HangAfterWork,

    /// <summary>Waits, then works.</summary>
    Delay,

    /// <summary>Works, then leaves ReqstId out of the answer.</summary>
    MissingReqstId,

    /// <summary>Keeps a job in WAIT for some seconds.</summary>
    JobWaits,

    /// <summary>Keeps a job in BLOCKED for some seconds.</summary>
    JobBlocked,

    /// <summary>Ends a job in EXPIRED before it ran.</summary>
    JobExpires,

    /// <summary>Ends a job in ERROR without its work.</summary>
    JobFails,

    /// <summary>Ends a job in ERROR although its work is done.</summary>
    JobFailsAfterWork,

    /// <summary>Closes a period (all, where none is named) as the import starts.</summary>
    PeriodCloses,

    /// <summary>Appends the body to the text of every line of an import's report, as a pod that quotes what it was sent would.</summary>
    ReportEchoes,
}

internal static class FaultKinds
{
    private static readonly FrozenDictionary<string, FaultKind> s_byWire = new Dictionary<string, FaultKind>(StringComparer.Ordinal)
    {
        ["status"] = FaultKind.Status,
        ["status-after-work"] = FaultKind.StatusAfterWork,
        ["no-work-500"] = FaultKind.NoWork500,
        ["garbage"] = FaultKind.Garbage,
        ["garbage-after-work"] = FaultKind.GarbageAfterWork,
        ["drop-before-work"] = FaultKind.DropBeforeWork,
        ["drop-after-work"] = FaultKind.DropAfterWork,
        ["hang-after-work"] = FaultKind.HangAfterWork,
        ["delay"] = FaultKind.Delay,
        ["missing-reqst-id"] = FaultKind.MissingReqstId,
        ["job-waits"] = FaultKind.JobWaits,
        ["job-blocked"] = FaultKind.JobBlocked,
        ["job-expires"] = FaultKind.JobExpires,
        ["job-fails"] = FaultKind.JobFails,
        ["job-fails-after-work"] = FaultKind.JobFailsAfterWork,
        ["period-closes"] = FaultKind.PeriodCloses,
        ["report-echoes"] = FaultKind.ReportEchoes,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Wire => s_byWire.Keys.Order(StringComparer.Ordinal);

    public static FaultKind? Parse(string? wire) => wire is not null && s_byWire.TryGetValue(wire, out var kind) ? kind : null;

    public static string ToWire(this FaultKind kind) => s_byWire.First(pair => pair.Value == kind).Key;

    public static bool IsOfHttp(this FaultKind kind) => kind < FaultKind.JobWaits;
}
